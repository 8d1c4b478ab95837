/** The bar's word on people on call; whoever is asked answers here. */

import { Part, say } from "../components/base.js";
import { post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { standing } from "./words.js";

class OnCall extends Part {
  build() {
    this.className = "oncall";
    this.setAttribute("role", "status");
    this.words = el("span");
    this.coming = el("button.button.button--main.small", { type: "button" }, gettext("I am coming"));
    this.coming.addEventListener("click", () => this.#answer(true));
    this.away = el("button.button.small", { type: "button", onclick: () => this.#answer(false) }, gettext("I cannot"));
    this.append(this.words, this.coming, this.away);
    this.follow("state", "past", "tick");
  }

  get #mine() {
    const { state, facts } = this.room;
    return [...state.calls.values()].filter((call) => !call.answer && call.account === facts.username);
  }

  render() {
    const { state, time } = this.room;
    const words = sentence(standing(state.calls.values(), state.alerts, time.now()), time);
    const isAsked = this.#mine.length > 0 && this.room.may("give_verdict");
    this.hidden = !words;
    say(this.words, isAsked ? gettext("You are called: an alert waits.") : words);
    this.coming.hidden = this.away.hidden = !isAsked;
  }

  async #answer(coming) {
    this.coming.disabled = this.away.disabled = true;
    try {
      await post(`calls/${this.#mine[0].id}/answer/`, { coming }); // for all that is asked now
    } catch (problem) {
      this.room.refuse(problem);
    }
    this.coming.disabled = this.away.disabled = false;
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
