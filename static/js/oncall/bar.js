/** The bar's word on people on call; whoever is asked answers here. */

import { closeAway, Part, say } from "../components/base.js";
import { post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { standing } from "./words.js";

class OnCall extends Part {
  #wasAsked = false;

  build() {
    this.label = el("span", { role: "status" });
    this.words = el("p.menu__note");
    this.answers = el(
      "div.menu__list",
      { hidden: true },
      el("button.plain", { type: "button", onclick: () => this.#answer(true) }, gettext("I am coming")),
      el("button.plain", { type: "button", onclick: () => this.#answer(false) }, gettext("I cannot")),
    );
    this.menu = el(
      "details.menu",
      {},
      el("summary", {}, this.label),
      el("div.menu__panel", {}, this.words, this.answers),
    );
    this.append(this.menu);
    closeAway(this.menu);
    this.follow("state", "past", "tick");
  }

  get #mine() {
    const { state, facts } = this.room;
    return [...state.calls.values()].filter((call) => !call.answer && call.account === facts.username);
  }

  render() {
    const { state, time } = this.room;
    const found = standing(state.calls.values(), state.alerts, time.now());
    const words = sentence(found, time);
    const isAsked = this.#mine.length > 0 && this.room.may("give_verdict");
    if (isAsked && !this.#wasAsked) this.room.sound.play("high");
    this.#wasAsked = isAsked;
    this.hidden = !words;
    say(this.label, isAsked ? gettext("You are called") : gettext("On call"));
    say(this.words, isAsked ? gettext("Nobody present may take an alert that waits. Are you coming?") : words);
    this.menu.title = words;
    this.menu.classList.toggle("is-wrong", isAsked || found.failed);
    this.answers.hidden = !isAsked;
  }

  async #answer(coming) {
    try {
      await post(`calls/${this.#mine[0].id}/answer/`, { coming }); // for all that is asked now
      this.menu.open = false;
    } catch (problem) {
      this.room.refuse(problem);
    }
  }
}

function sentence({ asked, coming, failed }, time) {
  const names = (calls) => calls.map(({ name }) => name).join(", ");
  if (asked.length) {
    const values = { name: names(asked), at: time.minute(asked[0].asked_at) };
    return interpolate(gettext("On call: %(name)s asked at %(at)s"), values);
  }
  if (coming.length) return interpolate(gettext("On call: %(name)s is coming"), { name: names(coming) });
  return failed ? gettext("On call: nobody came. An alert waits.") : "";
}

customElements.define("hv-oncall", OnCall);
