/** Tries what is filled in on the last hour of the camera, and says what it would have raised; nothing is saved. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { ask } from "./asking.js";
import { show } from "./outcomes.js";

class TryOut {
  #number = 0;

  constructor(section) {
    this.form = section.closest("form");
    this.button = section.querySelector("button");
    this.answer = section.querySelector(".tryout__answer");
    this.button.addEventListener("click", () => this.#try());
  }

  async #try() {
    const mine = ++this.#number;
    this.button.disabled = true;
    this.#say(gettext("Trying…"));
    try {
      const told = await ask(this.form, "tryout");
      if (mine === this.#number) await this.#show(told);
    } catch {
      this.#say(gettext("The server cannot be reached."));
    } finally {
      this.button.disabled = false;
    }
  }

  #say(words) {
    this.answer.replaceChildren(el("p", {}, words));
  }

  async #show(told) {
    if (told.state !== "done")
      return this.#say(told.words || gettext("No worker answered. Is the camera watched now?"));
    await show(this.answer, told.outcomes);
  }
}

for (const section of document.querySelectorAll("[data-tryout]")) new TryOut(section);
