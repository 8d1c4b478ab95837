/** The masked picture of an event, its clip, what its camera shows now; or the sentence that says why there is none. */

import { say } from "../components/base.js";
import { address } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { ClipPlayer } from "../video/clip.js";
import { LiveView } from "../video/view.js";

function unpictured({ source }) {
  return source === "system"
    ? gettext("No camera took a picture: another system told this.")
    : gettext("No camera took a picture: a person raised this.");
}

export class Picture {
  #shows = "picture";

  constructor(room) {
    this.room = room;
    room.picture = this;
    this.card = null;
    this.live = new LiveView(room);
    this.clip = new ClipPlayer(room);
    this.switch = turner(gettext("Live"), "V", () => this.toggle());
    this.filmed = turner(gettext("Clip"), "␣", () => this.#film());
    this.elsewhere = el(
      "a.button.small",
      { target: "_blank", rel: "noopener noreferrer" },
      gettext("City video"),
      el("span", { "aria-hidden": "true" }, " ↗"),
    );
    this.elsewhere.title = gettext(
      "Opens the city’s own video system at the moment of the event. What it shows is not masked, and each use is logged.",
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
    this.caption = el(
      "figcaption",
      {},
      this.below,
      el("span.picture__ways", {}, this.filmed, this.switch, this.elsewhere),
    );
    this.element = el(
      "figure.picture",
      {},
      this.frame,
      this.clip.element,
      this.live.element,
      this.caption,
      this.dialog,
    );
    this.#turn("picture");
    this.image.addEventListener("load", () => this.#loaded());
    this.image.addEventListener("error", () =>
      this.#without(gettext("The picture could not be loaded. It may have been erased on time.")),
    );
  }

  show(card) {
    this.card = card;
    this.switch.hidden = this.filmed.hidden = !(card.camera && this.room.may("see_pictures"));
    this.#turn("picture");
    this.update(card);
    this.below.hidden = !card.camera;
    say(
      this.below,
      interpolate(gettext("Faces, heads and plates are masked · %(time)s"), {
        time: this.room.time.absolute(card.captured_at),
      }),
    );
    if (!this.room.may("see_pictures")) return this.#without(gettext("Your role sees alerts without their pictures."));
    if (!card.camera) return this.#without(unpictured(card));
    if (!card.picture) return this.#without(gettext("No picture was kept of this event."));
    this.#without(gettext("Loading the picture…"));
    this.image.src = address(`events/${card.event}/picture/`);
  }

  /** The same alert has changed: its clip may have come. */
  update(card) {
    if (card.clip) this.clip.came();
    const leads = this.room.state.cameras.get(card.camera)?.video_link && this.room.may("open_city_video");
    this.elsewhere.hidden = !leads;
    this.elsewhere.href = address(`alerts/${card.id}/city-video/`);
  }

  /** From the event's picture to what its camera shows now, and back. */
  toggle() {
    if (!this.switch.hidden) this.#turn(this.#shows === "live" ? "picture" : "live");
  }

  /** From the event's picture to its clip; there, on and off. @returns {boolean} whether there is one to ask for */
  play() {
    if (this.filmed.hidden) return false;
    if (this.#shows === "clip") this.clip.toggle();
    else this.#turn("clip");
    return true;
  }

  #film() {
    this.#turn(this.#shows === "clip" ? "picture" : "clip");
    if (this.#shows === "clip") this.clip.start.focus();
  }

  step(by) {
    if (this.#shows === "clip") this.clip.step(by);
    return this.#shows === "clip";
  }

  pace(by) {
    if (this.#shows === "clip") this.clip.pace(by);
    return this.#shows === "clip";
  }

  /** Nobody looks at a camera whose alert is closed. */
  leave() {
    this.#turn("picture");
  }

  /** @param {"picture" | "clip" | "live"} what */
  #turn(what) {
    this.#shows = what;
    this.switch.setAttribute("aria-pressed", String(what === "live"));
    this.filmed.setAttribute("aria-pressed", String(what === "clip"));
    this.live.element.hidden = what !== "live";
    this.clip.element.hidden = what !== "clip";
    this.frame.hidden = what !== "picture";
    this.live.turn(what === "live" ? this.card.camera : null);
    this.clip.turn(what === "clip" ? this.card.id : null);
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

function turner(words, key, onclick) {
  const button = { type: "button", "aria-pressed": "false", onclick };
  return el("button.button.small.picture__live", button, words, el("kbd", {}, key));
}
