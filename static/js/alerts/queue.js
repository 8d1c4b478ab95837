/** The queue: what waits for a person, most severe first. Under the pointer nothing moves. */

import { Part, say } from "../components/base.js";
import { watchingSentence } from "../components/watching.js";
import { Folds } from "../incidents/folds.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { span } from "../lib/time.js";
import { newestAlertAt } from "../live/store.js";
import { Card } from "./card.js";
import { FilterRow } from "./filterrow.js";
import { hold, MOST } from "./order.js";

class Queue extends Part {
  #cards = new Map();
  #shown = [];
  #held = false;

  build() {
    this.filters = new FilterRow(this.room);
    this.folds = new Folds(this.room, () => this.#release());
    this.waiting = el("button.queue__waiting", { type: "button", hidden: true, onclick: () => this.#release() });
    this.list = el("ol.queue__list");
    this.rest = el("p.queue__rest", { hidden: true });
    this.words = el("div.queue__words", { role: "status" });
    this.raise = el(
      "button.button.queue__raise",
      { type: "button", hidden: true, onclick: () => document.querySelector("hv-raise").show() },
      gettext("Raise an alert by hand"),
      el("kbd", { "aria-hidden": "true" }, "+"),
    );
    this.sending = el("p.queue__sending", { role: "status", hidden: true });
    this.append(
      this.filters.element,
      el("div.queue__edge", {}, this.waiting),
      this.list,
      this.rest,
      this.words,
      this.sending,
      this.raise,
    );
    this.list.addEventListener("pointerenter", () => this.#hold());
    this.list.addEventListener("pointerleave", () => this.#release());
    this.follow("state", "view", "tick", "outbox", "connection");
    this.room.addEventListener("view", () => this.#followSelection());
    this.room.addEventListener("arrived", ({ detail }) => this.#greet(detail));
    this.room.filterChanged = () => this.#release();
  }

  /** Where the selected alert stands, or stood before it left the list. */
  lastPlace = 0;

  /** The ids as they stand on the screen: what J and K walk through. */
  get ids() {
    return this.#shown;
  }

  render() {
    const { state } = this.room;
    const fresh = this.folds.arrange(this.room.order());
    const held = this.#held && hold(this.#shown, fresh, (id) => state.alerts.has(id));
    this.#shown = held ? held.ids : fresh.slice(0, MOST);
    this.#notePlace();
    this.#sayWaiting(held ? held.waiting : 0, held?.above);
    this.#drawCards();
    this.#sayRest(fresh.length - this.#shown.length);
    this.filters.render();
    this.raise.hidden = !this.room.may("give_verdict");
    this.#saySending();
    this.#drawWords();
  }

  #notePlace() {
    const place = this.#shown.indexOf(this.room.selected);
    if (place !== -1) this.lastPlace = place;
  }

  #hold() {
    this.#held = true;
  }

  #release() {
    this.#held = false;
    this.update();
  }

  #sayWaiting(count, above) {
    this.waiting.hidden = count === 0;
    if (!count) return;
    const sentence = above
      ? ngettext("%(count)s new above", "%(count)s new above", count)
      : ngettext("%(count)s new", "%(count)s new", count);
    say(this.waiting, interpolate(sentence, { count }));
  }

  #sayRest(count) {
    this.rest.hidden = count <= 0 || this.#shown.length < MOST;
    if (this.rest.hidden) return;
    const sentence = ngettext(
      "%(count)s more alert below these. Narrow the filters to reach it.",
      "%(count)s more alerts below these. Narrow the filters to reach them.",
      count,
    );
    say(this.rest, interpolate(sentence, { count: this.room.format.number(count) }));
  }

  /** What was raised by hand and has no answer yet. */
  #saySending() {
    const { raised: count, waiting } = this.room.outbox;
    this.sending.hidden = count === 0;
    const sentence = waiting
      ? ngettext("%(count)s alert waits for the connection.", "%(count)s alerts wait for the connection.", count)
      : ngettext("Raising %(count)s alert…", "Raising %(count)s alerts…", count);
    say(this.sending, count ? interpolate(sentence, { count }) : "");
  }

  #drawCards() {
    const kept = new Map();
    for (const id of this.#shown) {
      const card = this.#cards.get(id) ?? new Card(this.room, id);
      card.render();
      kept.set(id, card);
    }
    for (const [id, card] of this.#cards) if (!kept.has(id)) card.element.remove();
    this.#cards = kept;
    this.#place(this.folds.elements(kept));
  }

  /** Moves only what is not yet in its place, so that focus and scroll stay. */
  #place(elements) {
    let next = this.list.firstElementChild;
    for (const element of elements) {
      if (element === next) next = next.nextElementSibling;
      else this.list.insertBefore(element, next);
    }
  }

  /** One short movement for what has just come, drawn by the frame before. */
  #greet(cards) {
    requestAnimationFrame(() => {
      for (const { id } of cards) this.#cards.get(id)?.greet();
    });
  }

  #followSelection() {
    requestAnimationFrame(() => this.#cards.get(this.room.selected)?.element.scrollIntoView({ block: "nearest" }));
  }

  #drawWords() {
    const sentences = this.#sentences();
    this.words.hidden = this.#shown.length > 0 && !this.room.failure;
    const key = sentences.join("\n");
    if (this.words.dataset.key === key) return;
    this.words.dataset.key = key;
    this.words.replaceChildren(...sentences.map((sentence) => el("p", {}, sentence)));
  }

  #sentences() {
    const { state, failure, time } = this.room;
    if (failure) return failureSentences(failure, state);
    if (!state.ready) return [gettext("Loading the alerts of the last 24 h…")];
    const newest = newestAlertAt(state);
    const quiet = newest
      ? interpolate(gettext("The newest alert is of %(time)s."), { time: time.absolute(newest) })
      : gettext("No alert in the last 24 h.");
    const first = state.alerts.size ? gettext("Nothing here waits for you.") : null;
    return [first, quiet, `${watchingSentence(state).replace(/\.$/, "")}.`].filter(Boolean);
  }
}

function failureSentences(failure, state) {
  const wait = failure.againAt && span(Math.max(0, failure.againAt - Date.now()));
  return [
    state.ready ? gettext("This list may be out of date.") : gettext("The alerts could not be loaded."),
    failure.sentence,
    wait && interpolate(gettext("Next try in %(wait)s."), { wait }),
  ].filter(Boolean);
}

customElements.define("hv-queue", Queue);
