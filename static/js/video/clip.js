/** The clip of an alert: played, by picture, at several speeds, with the box that fired drawn over it. */

import { say } from "../components/base.js";
import { address, get } from "../lib/api.js";
import { el, svg } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { indexAt, inside, offset, shortfall, speed, strip } from "./strip.js";

export class ClipPlayer {
  #alert = null;
  #strip = null;
  #index = 0;
  #speed = 1;
  #asked = 0;
  #missing = "";

  constructor(room) {
    this.room = room;
    this.film = el("video.clip__film", { playsinline: true, preload: "auto", "aria-label": gettext("Masked clip") });
    this.film.muted = true;
    this.zone = svg("polygon.clip__zone");
    this.box = svg("rect.clip__box");
    const ink = { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" };
    this.ink = svg("svg.clip__ink", ink, this.zone, this.box);
    this.words = el("p.clip__words", { role: "status" });
    this.badge = el("p.clip__badge", {}, gettext("Masked"));
    this.stage = el("div.clip__stage", {}, this.film, this.ink, this.words, this.badge);
    this.bar = this.#buildBar();
    this.note = el("p.clip__note");
    this.element = el("div.clip", {}, this.stage, this.bar, this.note);
    this.#listen();
  }

  get isOpen() {
    return this.#alert !== null;
  }

  /** Shows the clip of another alert, or of none. */
  turn(alert) {
    if (alert === this.#alert) return;
    this.#alert = alert;
    this.#forget();
    if (alert) this.#load();
  }

  /** The alert's card says that its clip has come. */
  came() {
    if (this.isOpen && this.#missing === "coming") this.#load();
  }

  toggle() {
    if (!this.#strip) return;
    if (this.film.paused) this.film.play().catch(() => {});
    else this.film.pause();
  }

  /** To the next picture, or the one before. */
  step(by) {
    if (!this.#strip) return;
    this.film.pause();
    this.#seek(inside(this.#strip, Math.min(this.#strip.times.length - 1, Math.max(0, this.#index + by))));
  }

  pace(by) {
    this.#speed = by ? speed(this.#speed, by) : 1;
    this.film.playbackRate = this.#speed;
    say(this.quick.lastChild, `${this.room.format.number(this.#speed, 2)}×`);
  }

  #buildBar() {
    const button = (name, label, key, act, sign = "") =>
      el(
        `button.plain.small.clip__${name}`,
        { type: "button", "aria-label": label, title: `${label} (${key})`, onclick: act },
        el("span", {}, sign),
      );
    this.start = button("start", gettext("Play"), "␣", () => this.toggle());
    this.slider = el("input.clip__slider", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": gettext("Moment of the clip"),
    });
    this.mark = el("span.clip__mark", { title: gettext("The event") });
    this.time = el("output.clip__time");
    this.quick = button("speed", gettext("Speed: faster"), ">", () => this.#faster(), "1×");
    return el(
      "div.clip__bar",
      {},
      this.start,
      button("back", gettext("One picture back"), "←", () => this.step(-1), "‹"),
      button("on", gettext("One picture on"), "→", () => this.step(1), "›"),
      el("span.clip__track", {}, this.slider, this.mark),
      this.time,
      this.quick,
      button("wide", gettext("Full screen"), "⤢", () => this.#widen(), "⤢"),
    );
  }

  #listen() {
    for (const type of ["play", "pause", "ended"]) this.film.addEventListener(type, () => this.#drawStart());
    this.film.addEventListener("loadeddata", () => this.#ready());
    this.film.addEventListener("error", () => this.#fail());
    this.film.addEventListener("seeked", () => this.#draw(this.film.currentTime * 1000));
    this.film.addEventListener("timeupdate", () => this.#draw(this.film.currentTime * 1000));
    this.#follow();
    this.slider.addEventListener("input", () => {
      this.film.pause();
      this.#seek(Number(this.slider.value));
    });
    this.slider.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      this.step(by);
    });
  }

  /** With each picture that the browser shows, where it says so: a box that lags is a box beside the person. */
  #follow() {
    this.film.requestVideoFrameCallback?.((_now, { mediaTime }) => {
      this.#draw(mediaTime * 1000);
      this.#follow();
    });
  }

  async #load() {
    const question = ++this.#asked;
    this.#say(gettext("Loading the clip…"));
    this.#missing = "";
    const track = await get(`alerts/${this.#alert}/clip/track/`).catch(({ message }) => ({ words: message }));
    if (question !== this.#asked) return;
    if (track.words) {
      this.#missing = track.state ?? "";
      return this.#say(track.words);
    }
    this.#strip = strip(track);
    this.stage.style.aspectRatio = `${track.width} / ${track.height}`;
    this.zone.setAttribute("points", track.zone.map((point) => point.join(",")).join(" "));
    this.slider.max = this.#strip.lasts;
    this.mark.style.left = `${(100 * this.#strip.fired) / this.#strip.lasts}%`;
    this.film.src = address(`alerts/${this.#alert}/clip/`);
    this.pace(0);
  }

  #ready() {
    if (!this.#strip) return;
    this.words.hidden = true;
    this.element.dataset.state = "ready";
    this.#draw(this.film.currentTime * 1000);
    this.film.play().catch(() => {});
  }

  #fail() {
    if (!this.#strip) return;
    this.#strip = null;
    this.#say(gettext("The clip could not be loaded. It may have been erased on time."));
  }

  #forget() {
    this.#asked += 1;
    this.#strip = null;
    this.#missing = "";
    this.film.pause();
    this.film.removeAttribute("src");
    this.film.load();
    say(this.note, "");
    delete this.element.dataset.state;
  }

  #say(sentence) {
    delete this.element.dataset.state;
    this.words.hidden = false;
    say(this.words, sentence);
    say(this.note, "");
  }

  #seek(milliseconds) {
    this.film.currentTime = milliseconds / 1000;
  }

  #faster() {
    const next = speed(this.#speed, 1);
    this.pace(next === this.#speed ? 0 : 1);
  }

  #widen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.stage.requestFullscreen?.().catch(() => {});
  }

  #drawStart() {
    const { paused } = this.film;
    this.start.classList.toggle("is-playing", !paused);
    this.start.setAttribute("aria-label", paused ? gettext("Play") : gettext("Pause"));
  }

  #draw(milliseconds) {
    const shown = this.#strip;
    if (!shown || this.element.dataset.state !== "ready") return;
    this.#index = indexAt(shown, milliseconds);
    const at = shown.times[this.#index];
    const { time, format } = this.room;
    this.element.dataset.index = this.#index;
    this.slider.value = Math.round(milliseconds);
    const words = offset(shown, this.#index, format);
    this.slider.setAttribute("aria-valuetext", words);
    say(this.time, time.tenths(shown.starts + at));
    say(
      this.note,
      [interpolate(gettext("Picture %(number)s of %(all)s"), this.#counted(format)), words, shortfall(shown, format)]
        .filter(Boolean)
        .join(" · "),
    );
    this.#drawBox(shown.boxes[this.#index]);
  }

  #counted(format) {
    return { number: format.number(this.#index + 1), all: format.number(this.#strip.times.length) };
  }

  #drawBox(box) {
    this.box.style.display = box ? "" : "none";
    if (!box) return;
    const [x1, y1, x2, y2] = box;
    const place = { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
    for (const [name, value] of Object.entries(place)) this.box.setAttribute(name, value);
  }
}
