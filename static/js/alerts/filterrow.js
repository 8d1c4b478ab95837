/** What the queue and the map are kept to: state, kind, district, time. */

import { say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { HOUR, MINUTE } from "../lib/time.js";
import { kindName } from "./kinds.js";
import { DONE_STATES, everything, SNOOZED, tally, UNCLAIMED_STATES } from "./order.js";

const GROUPS = [
  ["new", () => gettext("To do"), UNCLAIMED_STATES],
  ["claimed", () => gettext("Claimed"), ["claimed"]],
  ["done", () => gettext("Done"), DONE_STATES],
  ["snoozed", () => gettext("Set aside"), [SNOOZED]],
];
const SPANS = [
  [0, () => gettext("Last 24 h")],
  [15 * MINUTE, () => gettext("Last 15 min")],
  [HOUR, () => gettext("Last hour")],
  [8 * HOUR, () => gettext("Last 8 h")],
];

export class FilterRow {
  #drawn = null;

  constructor(room) {
    this.room = room;
    this.chips = GROUPS.map(([name, words, states]) => this.#chip(name, words(), states));
    this.kind = this.#select(gettext("Kind"), (value) => room.setFilter({ kind: value }));
    this.district = this.#select(gettext("District"), (value) => room.setFilter({ district: value }));
    this.span = this.#select(gettext("Time"), (value) => this.#keepToSpan(Number(value)));
    this.#fill(
      this.span,
      SPANS.map(([length, words]) => [String(length), words()]),
    );
    this.clear = el("button.filters__clear", { type: "button", hidden: true, onclick: () => this.#clear() });
    this.element = el(
      "div.filters",
      { role: "group", "aria-label": gettext("Filters") },
      el(
        "div.filters__chips",
        {},
        this.chips.map((chip) => chip.element),
      ),
      el("div.filters__selects", {}, this.kind, this.district, this.span),
      this.clear,
    );
  }

  /** Each second asks for it, but only other alerts or another filter change it. */
  render() {
    const { state, filter } = this.room;
    if (state === this.#drawn?.state && filter === this.#drawn.filter) return;
    this.#drawn = { state, filter };
    const cards = [...state.alerts.values()];
    const sums = tally(cards, filter.snoozed);
    for (const chip of this.chips) {
      say(chip.count, state.ready ? this.room.format.number(sums[chip.name]) : "–");
      chip.element.hidden = chip.name === SNOOZED && !filter.snoozed.size;
      chip.element.setAttribute("aria-pressed", String(chip.states.every((name) => filter.states.has(name))));
    }
    this.#offer(
      this.kind,
      gettext("All kinds"),
      filter.kind,
      cards.map((card) => card.kind),
      kindName,
    );
    this.#offer(
      this.district,
      gettext("All districts"),
      filter.district,
      cards.map((card) => card.district),
      (name) => name,
    );
    this.#drawClear();
  }

  #chip(name, words, states) {
    const count = el("b.chip__count", {}, "0");
    const element = el(
      `button.chip.chip--${name}`,
      { type: "button", "aria-pressed": "false", onclick: () => this.#toggle(states) },
      el("i.chip__dot"),
      el("span.chip__words", {}, words),
      count,
    );
    return { name, states, count, element };
  }

  #toggle(states) {
    const kept = new Set(this.room.filter.states);
    for (const state of states) kept.has(state) ? kept.delete(state) : kept.add(state);
    this.#change({ states: kept });
  }

  #select(label, onpick) {
    return el("select.filters__select", {
      "aria-label": label,
      onchange: ({ target }) => {
        onpick(target.value);
        this.room.filterChanged();
      },
    });
  }

  #offer(select, all, chosen, values, words) {
    const names = [...new Set([...values, chosen])].filter(Boolean).sort();
    this.#fill(select, [["", all], ...names.map((name) => [name, words(name)])]);
    select.value = chosen;
  }

  #fill(select, options) {
    const key = JSON.stringify(options);
    if (select.dataset.key === key) return;
    select.dataset.key = key;
    select.replaceChildren(...options.map(([value, words]) => el("option", { value }, words)));
  }

  #keepToSpan(length) {
    this.#change({ from: length ? this.room.time.now() - length : null, to: null });
  }

  #drawClear() {
    const { filter, time } = this.room;
    const isNarrow = filter.kind || filter.district || filter.from !== null;
    this.clear.hidden = !isNarrow;
    if (filter.from === null) this.span.value = "0";
    if (!isNarrow) return;
    const from = filter.from === null ? "" : time.minute(filter.from);
    const words = filter.to === null ? gettext("Show all again") : gettext("Only %(from)s to %(to)s. Show all again");
    say(this.clear, interpolate(words, { from, to: filter.to === null ? "" : time.minute(filter.to) }));
  }

  #clear() {
    this.#change({ ...everything(), states: this.room.filter.states, snoozed: this.room.filter.snoozed });
  }

  #change(changes) {
    this.room.filterChanged();
    this.room.setFilter(changes);
  }
}
