/** Sound on, off, or held back by the browser until the first click. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { Part, say } from "./base.js";

const WORDS = {
  on: () => gettext("Sound on"),
  off: () => gettext("Sound off"),
  blocked: () => gettext("Sound waits for a click"),
};

class SoundSwitch extends Part {
  build() {
    this.button = el("button.plain.small", { type: "button", onclick: () => this.room.sound.toggle() });
    this.append(this.button);
    this.follow("sound");
  }

  render() {
    const { state } = this.room.sound;
    say(this.button, WORDS[state]());
    this.button.setAttribute("aria-pressed", String(state === "on"));
  }
}

customElements.define("hv-sound", SoundSwitch);
