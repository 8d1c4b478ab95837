/** The masked picture of an event, or the sentence that says why there is none. */

import { say } from "../components/base.js";
import { address } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { LiveView } from "../video/view.js";

export class Picture {
  constructor(room) {
    this.room = room;
    room.picture = this;
    this.camera = null;
    this.live = new LiveView(room);
    this.live.element.hidden = true;
    this.switch = el(
      "button.button.small.picture__live",
      { type: "button", "aria-pressed": "false", onclick: () => this.toggle() },
      gettext("Live"),
      el("kbd", {}, "V"),
    );
    this.image = el("img.picture__image", { alt: gettext("Masked picture of what fired the rule"), decoding: "async" });
    this.words = el("p.picture__words");
    this.below = el("span");
    this.large = el("img", { alt: "" });
    this.dialog = el("dialog.dialog.dialog--picture", { onclick: () => this.dialog.close() }, this.large);
    this.frame = el(
      "button.picture__frame",
      { type: "button", title: gettext("Enlarge"), onclick: () => this.#enlarge() },
      this.image,
      this.words,
    );
    this.caption = el("figcaption", {}, this.below, this.switch);
    this.element = el("figure.picture", {}, this.frame, this.live.element, this.caption, this.dialog);
    this.image.addEventListener("load", () => this.#loaded());
    this.image.addEventListener("error", () =>
      this.#without(gettext("The picture could not be loaded. It may have been erased on time.")),
    );
  }

  show(card) {
    this.camera = card.camera;
    this.switch.hidden = !(card.camera && this.room.may("see_pictures"));
    this.#turn(false);
    this.below.hidden = !card.camera;
    say(
      this.below,
      interpolate(gettext("Faces, heads and plates are masked · %(time)s"), {
        time: this.room.time.absolute(card.captured_at),
      }),
    );
    if (!this.room.may("see_pictures")) return this.#without(gettext("Your role sees alerts without their pictures."));
    if (!card.camera) return this.#without(gettext("No camera took a picture: a person raised this."));
    if (!card.picture) return this.#without(gettext("No picture was kept of this event."));
    this.#without(gettext("Loading the picture…"));
    this.image.src = address(`events/${card.event}/picture/`);
  }

  /** From the event's picture to what its camera shows now, and back. */
  toggle() {
    if (!this.switch.hidden) this.#turn(this.live.element.hidden);
  }

  /** Nobody looks at a camera whose alert is closed. */
  leave() {
    this.#turn(false);
  }

  #turn(isLive) {
    this.switch.setAttribute("aria-pressed", String(isLive));
    this.live.element.hidden = !isLive;
    this.frame.hidden = isLive;
    this.live.turn(isLive ? this.camera : null);
  }

  #loaded() {
    this.image.hidden = false;
    this.words.hidden = true;
    this.frame.disabled = false;
  }

  #without(sentence) {
    this.image.hidden = true;
    this.words.hidden = false;
    this.frame.disabled = true;
    say(this.words, sentence);
  }

  #enlarge() {
    this.large.src = this.image.src;
    this.dialog.showModal();
  }
}
