/** The bar's word that an exercise is under way; whoever may ends it here, at once. */

import { closeAway, Part, say } from "../components/base.js";
import { post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

class Exercise extends Part {
  build() {
    this.words = el("p.menu__note");
    this.end = el("button.plain", { type: "button", onclick: () => this.#end() }, gettext("End the exercise"));
    this.menu = el(
      "details.menu",
      {},
      el("summary", {}, el("strong.exercise", {}, gettext("EXERCISE"))),
      el("div.menu__panel", {}, this.words, el("div.menu__list", {}, this.end)),
    );
    this.append(this.menu);
    closeAway(this.menu);
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
    const words = interpolate(gettext("%(title)s · since %(at)s, by %(by)s"), values);
    say(this.words, words);
    this.menu.title = words;
    this.end.parentElement.hidden = !this.room.may("run_exercises");
  }

  async #end() {
    this.end.disabled = true;
    try {
      await post(`exercises/${this.#standing.id}/end/`, {});
      this.menu.open = false;
    } catch (problem) {
      this.room.refuse(problem);
    }
    this.end.disabled = false;
  }
}

customElements.define("hv-exercise", Exercise);
