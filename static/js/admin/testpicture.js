/** One masked picture of a stream that is being entered, where an authorisation allows it. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { answer, doors } from "./asking.js";

export class TestPicture {
  constructor(section) {
    this.section = section;
    this.form = section.closest("form");
    this.button = section.querySelector("button");
    this.place = section.querySelector(".wizard__picture");
    this.door = doors("stream").list;
    this.button.addEventListener("click", () => this.#take());
  }

  /** What was taken at another place or of another stream is shown no more. */
  offer(isAllowed) {
    this.section.hidden = !isAllowed;
    this.place.replaceChildren();
  }

  async #take() {
    this.button.disabled = true;
    this.place.replaceChildren(el("p", {}, gettext("Looking…")));
    try {
      const told = await answer(`${this.door}picture/`, this.form, this.door);
      const words = el("p", {}, told.words || gettext("No worker answered."));
      this.place.replaceChildren(words, ...(told.state === "done" ? [await this.#image(told.question)] : []));
    } catch {
      this.place.replaceChildren(el("p", {}, gettext("The server cannot be reached.")));
    } finally {
      this.button.disabled = false;
    }
  }

  /** Fetched once: it is gone from the server then. */
  async #image(question) {
    const fetched = await fetch(`${this.door}${question}/picture/`, { cache: "no-store" });
    if (!fetched.ok) return el("p", {}, gettext("The picture has run out. Take another one."));
    const image = el("img", { alt: gettext("Masked picture of the camera") });
    image.src = URL.createObjectURL(await fetched.blob());
    await image.decode();
    return image;
  }
}
