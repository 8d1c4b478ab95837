/** The bar's word on who is on duty and which hand-overs wait; going on and off; the sign of life of whoever is on. */

import { closeAway, Part, say } from "../components/base.js";
import { get, post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { careOf, dutySentence, inOrder } from "./words.js";

const SIGN_MS = 30_000;

class Duty extends Part {
  build() {
    this.hidden = !this.room.may("read_logbook");
    if (this.hidden) return;
    this.label = el("span.duty__who");
    this.handOvers = el("div.menu__list", { hidden: true });
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
        this.handOvers,
        this.people,
        el("div.menu__list", { hidden: !this.room.may("keep_shift") }, this.switch),
        el(
          "div.menu__list",
          {},
          el("a", { href: "/hand-over/" }, gettext("Hand-over")),
          el("a", { href: "/logbook/" }, gettext("Logbook")),
        ),
        this.answer,
      ),
    );
    this.waiting = [];
    this.append(this.menu);
    closeAway(this.menu);
    this.menu.addEventListener("toggle", () => this.update());
    this.follow("state", "connection");
    this.room.addEventListener("state", () => this.#lookAgain());
    setInterval(() => this.#ask(), SIGN_MS);
    document.addEventListener("visibilitychange", () => document.hidden || this.#ask());
  }

  get mine() {
    return [...this.room.state.duty.values()].find((card) => card.account === this.room.facts.username) ?? null;
  }

  render() {
    const { state } = this.room;
    const sentence = state.ready ? dutySentence(state.duty.values()) : gettext("On duty: not known yet");
    const waits = this.waiting.length > 0;
    say(this.label, waits ? gettext("Hand-over to sign") : sentence);
    this.label.title = sentence;
    this.menu.classList.toggle("is-wrong", waits);
    say(this.switch, this.mine ? gettext("Go off duty") : gettext("Go on duty"));
    this.switch.disabled = !state.ready;
    if (!this.menu.open) return;
    this.#renderHandOvers();
    this.people.replaceChildren(...this.#rows(inOrder(state.duty.values())));
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

  #renderHandOvers() {
    const { time } = this.room;
    this.handOvers.hidden = !this.waiting.length;
    this.handOvers.replaceChildren(
      ...this.waiting.map(({ id, by, at }) => {
        const words = { by, at: time.absolute(at) };
        return el("a", { href: `/hand-over/${id}/` }, interpolate(gettext("Hand-over of %(by)s, %(at)s"), words));
      }),
    );
  }

  /** Who hands over leaves at the same time: whenever somebody comes or leaves, one may wait. */
  #lookAgain() {
    if (this.seen === this.room.state.duty || !this.room.state.ready) return;
    this.seen = this.room.state.duty;
    this.#ask();
  }

  /** Without an answer there is nothing to do: the next time comes soon, and the bar says that the connection is lost. */
  async #ask() {
    if (!this.room.may("keep_shift")) return;
    try {
      const { hand_overs: waiting } = await (this.mine ? post("duty/sign/", {}) : get("duty/"));
      this.waiting = waiting;
      this.update();
    } catch {}
  }
}

customElements.define("hv-duty", Duty);
