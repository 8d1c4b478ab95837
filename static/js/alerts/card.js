/** One alert in the queue. Its height never changes, whatever happens to it. */

import { say } from "../components/base.js";
import { exerciseTag } from "../components/exercise.js";
import { severityTag } from "../components/severity.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { kindName, originName, placeName } from "./kinds.js";
import { isDone, UNCLAIMED_STATES } from "./order.js";
import { pendingSentence, standSentence } from "./stand.js";

export class Card {
  #drawn = null;

  constructor(room, id) {
    this.room = room;
    this.id = id;
    this.head = el("span.card__head");
    this.ago = el("span.card__ago");
    this.place = el("span.card__place");
    this.time = el("time.card__time");
    this.stand = el("span.card__stand");
    const open = () => room.select(id);
    this.open = el("button.card__open", { type: "button", onclick: open }, this.head, this.place, this.stand);
    this.claim = el(
      "button.card__claim",
      { type: "button", onclick: () => room.act(id, "claim") },
      el("kbd", { "aria-hidden": "true" }, "⏎"),
      gettext("Claim"),
    );
    this.element = el("li.card", { "data-alert": id }, this.open, this.ago, this.time, this.claim);
  }

  render() {
    const { room } = this;
    const card = room.state.alerts.get(this.id);
    if (card !== this.#drawn) this.#draw(card);
    const pending = room.outbox.pending(this.id);
    const isChosen = room.selected === this.id;
    say(this.ago, room.time.ago(card.captured_at));
    const stand = pending ? pendingSentence(pending, room.outbox.waiting) : standSentence(card);
    say(this.stand, `${stand} · ${originName(card)}`);
    this.claim.hidden = !UNCLAIMED_STATES.includes(card.state) || Boolean(pending) || !room.may("give_verdict");
    this.element.classList.toggle("is-chosen", isChosen);
    if (isChosen) this.open.setAttribute("aria-current", "true");
    else this.open.removeAttribute("aria-current");
  }

  greet() {
    this.element.classList.add("is-fresh");
    this.element.addEventListener("animationend", () => this.element.classList.remove("is-fresh"), { once: true });
  }

  #draw(card) {
    this.#drawn = card;
    this.element.className = `card card--${card.severity} ${isDone(card) ? "is-done" : ""} is-${card.state}`;
    const kind = el("span.card__kind", {}, kindName(card.kind));
    this.head.replaceChildren(severityTag(card.severity), kind);
    this.place.replaceChildren(...exerciseTag(card), placeName(card));
    say(this.time, this.room.time.absolute(card.captured_at));
  }
}
