/** One live picture with what may be said of it. It draws the newest frame that has been decoded, and no older one. */

import { say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { standing } from "./standing.js";

const LOOK_MS = 200;

export class LiveView {
  #leave = null;
  #timer = 0;
  #camera = null;
  #drawn = 0;
  #at = 0;
  #since = 0;
  #moved = true;
  #view = "";

  constructor(room) {
    this.room = room;
    this.canvas = el("canvas.view__picture", { role: "img", hidden: true });
    this.badge = el("p.view__badge", {}, el("span.view__lamp"), el("span"));
    this.words = el("p.view__words");
    this.element = el("div.view", {}, this.canvas, this.words, this.badge);
  }

  get camera() {
    return this.#camera;
  }

  /** Looks at another camera, or at none. */
  turn(camera) {
    if (camera === this.#camera) return;
    this.#leave?.();
    clearInterval(this.#timer);
    this.#leave = null;
    this.#camera = camera;
    this.#forget();
    this.render();
    if (!camera) return;
    this.#since = this.room.time.now();
    this.#leave = this.room.feeds.look(camera, (frame) => this.#take(frame));
    this.#timer = setInterval(() => this.render(), LOOK_MS);
    this.render();
  }

  render() {
    const card = this.room.state.cameras.get(this.#camera);
    const { state, words, keeps, badge } = this.#camera ? this.#standing(card) : nothing;
    if (!keeps) this.#forget();
    this.element.dataset.state = state;
    this.canvas.hidden = !this.#drawn;
    this.canvas.setAttribute("aria-label", card ? interpolate(gettext("Live picture of %(name)s"), card) : "");
    say(this.words, words);
    this.words.hidden = !words;
    say(this.badge.lastChild, badge);
    this.badge.hidden = !badge;
  }

  #standing(card) {
    const { feeds, time, state } = this.room;
    if (!state.ready) return { ...nothing, state: "waiting", words: gettext("Loading…") };
    return standing({
      card,
      refusal: feeds.refusal(this.#camera),
      connection: feeds.status,
      at: this.#at,
      since: this.#since,
      moved: this.#moved,
      view: this.#view,
      now: time.now(),
    });
  }

  async #take(frame) {
    const isPicture = frame.jpeg.length > 0;
    if (isPicture || this.#drawn) this.#at = Math.max(this.#at, frame.at);
    this.#moved = isPicture;
    this.#view = frame.view;
    if (!isPicture) return;
    const bitmap = await createImageBitmap(new Blob([frame.jpeg], { type: "image/jpeg" }));
    if (frame.camera === this.#camera && frame.at > this.#drawn) this.#draw(bitmap, frame.at);
    bitmap.close();
  }

  #draw(bitmap, at) {
    this.#drawn = at;
    this.canvas.dataset.at = at;
    this.canvas.width = bitmap.width;
    this.canvas.height = bitmap.height;
    this.canvas.getContext("2d").drawImage(bitmap, 0, 0);
    this.render();
  }

  /** Nothing of another camera, or of a time when it was allowed, stays on the screen. */
  #forget() {
    if (this.#drawn) this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
    delete this.canvas.dataset.at;
    this.#drawn = this.#at = 0;
  }
}

const nothing = { state: "none", words: "", keeps: false, badge: "" };
