/** The incident of the selected alert: why it is one, its other alerts, and split, merge, undo. */

import { kindName, originName, placeName, stateName } from "../alerts/kinds.js";
import { say } from "../components/base.js";
import { marked } from "../components/exercise.js";
import { get, post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { candidates, othersOf } from "./choosing.js";
import { whyOf } from "./groups.js";
import { stepSentence, titleOf, whySentence } from "./words.js";

const MOST = 50;
/** In a storm an incident changes many times a second. */
const ASK_MS = 2000;

export class IncidentPanel {
  #id = null;
  #answer = null;
  #asked = "";
  #askedAt = 0;
  #failure = "";
  #busy = false;
  #merging = false;

  constructor(room) {
    this.room = room;
    this.title = el("p.incident__title");
    this.why = el("p.incident__why");
    this.others = el("ol.incident__others");
    this.last = el("p.incident__last");
    this.words = el("p.incident__words", { role: "status" });
    this.split = this.#button(gettext("Split this alert out"), () => this.#do("split", {}));
    this.merge = this.#button(gettext("Merge with…"), () => this.#openMerge());
    this.undo = this.#button(gettext("Undo the last step"), () => this.#do("undo", { step: this.#answer.last.id }));
    this.choice = el("select.input.incident__choice", { "aria-label": gettext("Merge with") });
    this.send = this.#button(gettext("Merge"), () => this.#do("merge", { with: this.choice.value }));
    this.back = this.#button(gettext("Cancel"), () => this.#closeMerge());
    this.form = el("div.incident__form", { hidden: true }, this.choice, this.send, this.back);
    this.buttons = el("div.incident__buttons", {}, this.split, this.merge, this.undo);
    this.element = el(
      "section.incident",
      { "aria-label": gettext("Incident") },
      el("h3", {}, gettext("Incident")),
      this.title,
      this.why,
      this.others,
      this.last,
      this.words,
      this.form,
      this.buttons,
    );
    room.incident = this;
  }

  /** Another alert was selected. */
  begin(id) {
    this.#id = id;
    this.#answer = null;
    this.#failure = "";
    this.#askedAt = 0;
    this.#closeMerge();
  }

  render(card) {
    const others = othersOf(card.id, this.room.state);
    const key = [card.id, this.room.state.incidents.get(card.id)?.incident, ...others.map(({ id }) => id)].join(" ");
    if (this.#asked !== key && Date.now() - this.#askedAt > ASK_MS) this.#ask(card.id, key);
    this.#drawMembers(card, others);
    this.#drawActions(others.length > 0);
  }

  /** Key I: to the first thing that can be done here. */
  focus() {
    this.element.querySelector(".incident__buttons button:not([hidden])")?.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  #drawMembers(card, others) {
    const { format } = this.room;
    const cards = [card, ...others];
    this.title.hidden = this.why.hidden = this.others.hidden = others.length === 0;
    if (!others.length) return;
    const why = whyOf(cards);
    say(this.title, titleOf(cards, why, format));
    say(this.why, whySentence(why, format));
    const key = others.map(({ id, state }) => `${id} ${state}`).join(" ");
    if (this.others.dataset.key === key) return;
    this.others.dataset.key = key;
    this.others.replaceChildren(...others.slice(0, MOST).map((other) => this.#row(other)));
  }

  #row(other) {
    const open = () => this.room.select(other.id);
    return el(
      "li",
      {},
      el(
        "button.incident__other",
        { type: "button", onclick: open },
        el("span", {}, `${marked(other, kindName(other.kind))} · ${originName(other)}`),
        el("small", {}, `${stateName(other.state)} · ${this.room.time.absolute(other.captured_at)}`),
      ),
    );
  }

  #drawActions(isOne) {
    const may = this.room.may("give_verdict");
    const last = this.#answer?.last ?? null;
    this.last.hidden = last === null;
    if (last) say(this.last, stepSentence(last, this.room));
    this.buttons.hidden = !may || this.#merging;
    this.split.hidden = !isOne;
    this.undo.hidden = last === null;
    for (const button of [this.split, this.merge, this.undo, this.send]) button.disabled = this.#busy;
    say(this.words, this.#failure || (isOne || last ? "" : gettext("This alert stands alone.")));
    this.words.classList.toggle("is-failure", Boolean(this.#failure));
  }

  #openMerge() {
    const found = candidates(this.room.alert, this.room.state);
    if (!found.length) return this.#fail(gettext("There is no other alert to merge with."));
    this.choice.replaceChildren(...found.map((one) => el("option", { value: one.card.id }, this.#option(one))));
    this.#merging = true;
    this.form.hidden = false;
    this.#redraw();
    this.choice.focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  #option({ card, count, metres }) {
    const what = count > 1 ? `${kindName(card.kind)} (${this.room.format.number(count)})` : kindName(card.kind);
    const { format, time } = this.room;
    return [what, placeName(card), format.metres(Math.round(metres)), time.absolute(card.captured_at)].join(" · ");
  }

  #closeMerge() {
    this.#merging = false;
    this.form.hidden = true;
    this.#redraw();
  }

  async #do(verb, body) {
    const id = this.#id;
    this.#busy = true;
    this.#failure = "";
    this.#redraw();
    try {
      const answer = await post(`alerts/${id}/incident/${verb}/`, body);
      if (id === this.#id) this.#answer = answer;
      this.#closeMerge();
    } catch (error) {
      if (id === this.#id) this.#fail(error.message);
    }
    this.#busy = false;
    this.#redraw();
  }

  /** The last step is asked for when the alert is opened and when its incident has changed. */
  async #ask(id, key) {
    this.#asked = key;
    this.#askedAt = Date.now();
    try {
      const answer = await get(`alerts/${id}/incident/`);
      if (id !== this.#id) return;
      this.#answer = answer;
    } catch (error) {
      if (id === this.#id) this.#fail(error.message);
    }
    this.#redraw();
  }

  #fail(sentence) {
    this.#failure = sentence;
    this.#redraw();
  }

  #redraw() {
    const { alert } = this.room;
    if (alert && alert.id === this.#id) this.render(alert);
  }

  #button(words, onclick) {
    return el("button.button", { type: "button", onclick }, words);
  }
}
