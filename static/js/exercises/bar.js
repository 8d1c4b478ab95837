/** The bar's word that an exercise is under way; whoever may ends it here, at once. */

import { Part, say } from "../components/base.js";
import { post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

class Exercise extends Part {
  build() {
    this.className = "exercise-bar";
    this.setAttribute("role", "status");
    this.words = el("span");
    this.end = el("button.button.small", { type: "button", onclick: () => this.#end() }, gettext("End the exercise"));
    this.append(el("strong.exercise", {}, gettext("EXERCISE")), this.words, this.end);
    this.follow("state", "past");
  }

  get #standing() {
    return [...this.room.state.exercises.values()][0] ?? null;
  }

  render() {
    const standing = this.#standing;
    this.hidden = standing === null;
    if (!standing) return;
    const { time } = this.room;
    const values = { title: standing.title, by: standing.by, at: time.minute(standing.at) };
    say(this.words, interpolate(gettext("%(title)s · since %(at)s, by %(by)s"), values));
    this.end.hidden = !this.room.may("run_exercises");
  }

  async #end() {
    this.end.disabled = true;
    try {
      await post(`exercises/${this.#standing.id}/end/`, {});
    } catch (problem) {
      this.room.refuse(problem);
    }
    this.end.disabled = false;
  }
}

customElements.define("hv-exercise", Exercise);
