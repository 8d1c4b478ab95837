/** Which cameras should have seen what a person raised: reported, taken back. Only where a detector looks for the kind. */

import { say } from "../components/base.js";
import { get, post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { isByHand } from "./kinds.js";

export class Missed {
  #asked = 0;

  constructor(room) {
    this.room = room;
    this.list = el("div");
    this.words = el("p", { role: "status" });
    const title = gettext("A detector should have seen this");
    this.element = el(
      "section.missed",
      { hidden: true, "aria-label": title },
      el("h3", {}, title),
      this.list,
      this.words,
    );
  }

  /** The card is new or has changed; the last question counts. */
  async show(card) {
    const question = ++this.#asked;
    this.element.hidden = true;
    if (!isByHand(card) || !(card.kind in this.room.facts.kinds)) return;
    try {
      const answer = await get(`alerts/${card.id}/misses/`);
      if (question === this.#asked) this.#draw(card, answer);
    } catch (error) {
      if (question === this.#asked) say(this.words, error.message);
    }
  }

  #draw(card, { results, proposed }) {
    const mine = (miss) => miss.by === this.room.facts.user || this.room.may("correct_verdict");
    const may = this.room.may("give_verdict");
    say(this.words, "");
    this.list.replaceChildren(
      ...results.map((miss) => {
        const sentence = interpolate(gettext("%(camera)s missed it, says %(by)s"), {
          camera: miss.camera_name,
          by: miss.by,
        });
        return this.#row(sentence, may && mine(miss) && gettext("Withdraw"), `misses/${miss.id}/take-back/`, {}, card);
      }),
      ...(may ? proposed : []).map(({ id, name }) =>
        this.#row(name, gettext("It missed this"), `alerts/${card.id}/misses/`, { camera: id }, card),
      ),
    );
    this.element.hidden = !this.list.childElementCount;
  }

  #row(sentence, label, path, body, card) {
    const act = async () => {
      try {
        await post(path, body);
        await this.show(card);
      } catch (error) {
        say(this.words, error.message);
      }
    };
    const button = label && el("button.button.small", { type: "button", onclick: act }, label);
    return el("p.missed__row", {}, el("span", {}, sentence), button);
  }
}
