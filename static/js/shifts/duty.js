/** The bar's word on who is on duty; going on and off; and the sign of life of whoever is on. */

import { closeAway, Part, say } from "../components/base.js";
import { post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { careOf, dutySentence, inOrder } from "./words.js";

const SIGN_MS = 30_000;

class Duty extends Part {
  build() {
    this.hidden = !this.room.may("read_logbook");
    if (this.hidden) return;
    this.label = el("span.duty__who");
    this.people = el("ul.menu__rows");
    this.switch = el("button.plain", { type: "button", onclick: () => this.#switch() });
    this.answer = el("p.menu__note", { role: "status" });
    this.menu = el(
      "details.menu",
      {},
      el("summary", {}, this.label),
      el(
        "div.menu__panel.menu__panel--wide",
        {},
        this.people,
        el("div.menu__list", { hidden: !this.room.may("keep_shift") }, this.switch),
        this.answer,
      ),
    );
    this.append(this.menu);
    closeAway(this.menu);
    this.menu.addEventListener("toggle", () => this.update());
    this.follow("state", "connection");
    setInterval(() => this.#sign(), SIGN_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#sign());
  }

  get mine() {
    return [...this.room.state.duty.values()].find((card) => card.account === this.room.facts.username) ?? null;
  }

  render() {
    const { state } = this.room;
    const sentence = state.ready ? dutySentence(state.duty.values()) : gettext("On duty: not known yet");
    say(this.label, sentence);
    this.label.title = sentence;
    say(this.switch, this.mine ? gettext("Go off duty") : gettext("Go on duty"));
    this.switch.disabled = !state.ready;
    if (this.menu.open) this.people.replaceChildren(...this.#rows(inOrder(state.duty.values())));
  }

  #rows(cards) {
    if (!cards.length) return [el("li.menu__note", {}, gettext("Nobody has said to be on duty."))];
    const { time } = this.room;
    return cards.map((card) =>
      el(
        "li.row",
        {},
        el("span.row__name", {}, card.name),
        el("span.row__side", {}, interpolate(gettext("since %(time)s"), { time: time.minute(card.since) })),
        el("span.row__text", {}, careOf(card)),
      ),
    );
  }

  async #switch() {
    this.switch.disabled = true;
    try {
      await post(this.mine ? "duty/end/" : "duty/start/", {});
      this.answer.textContent = "";
    } catch (error) {
      this.answer.textContent = error.message;
    }
    this.switch.disabled = false;
  }

  /** Without an answer there is nothing to do: the next sign comes soon, and the bar says that the connection is lost. */
  #sign() {
    if (this.mine) post("duty/sign/", {}).catch(() => {});
  }
}

customElements.define("hv-duty", Duty);
