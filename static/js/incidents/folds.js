/** The foldable groups of the queue: one for each incident of which the queue holds two alerts or more. */

import { say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { grouped, incidentsOf, whyOf } from "./groups.js";
import { reachSentence, titleOf } from "./words.js";

export class Folds {
  #unfolded = new Set();
  #groups = new Map();
  #heads = new Map();

  /** changed: called when a group was folded or unfolded. */
  constructor(room, changed) {
    this.room = room;
    this.changed = changed;
  }

  /** The ids that the queue shows, members behind the first of their group. */
  arrange(ids) {
    const { ids: shown, groups } = grouped(
      ids,
      (id) => this.#incidentOf(id),
      (incident) => this.#isOpen(incident),
    );
    this.#groups = groups;
    return shown;
  }

  /** Folds or unfolds the group of an alert. Whoever looked at a member that is folded away looks at the first. */
  toggle(id) {
    const incident = this.#incidentOf(id);
    const members = this.#groups.get(incident);
    if (!members) return;
    if (this.#isOpen(incident)) {
      this.#unfolded.delete(incident);
      if (members.indexOf(this.room.selected) > 0) this.room.select(members[0]);
    } else this.#unfolded.add(incident);
    this.changed();
  }

  /** Puts the head of each group before its first card, and marks the members. @param {Map<string, Card>} cards */
  elements(cards) {
    const placed = new Set();
    const elements = [];
    for (const [id, card] of cards) {
      const incident = this.#incidentOf(id);
      const members = this.#groups.get(incident);
      card.element.classList.toggle("is-member", members !== undefined);
      if (members && !placed.has(incident)) {
        placed.add(incident);
        elements.push(this.#head(incident, members));
      }
      elements.push(card.element);
    }
    for (const [incident, { element }] of this.#heads)
      if (!placed.has(incident)) {
        element.remove();
        this.#heads.delete(incident);
      }
    return elements;
  }

  #incidentOf(id) {
    const incident = this.room.state.incidents.get(id)?.incident;
    return incidentsOf(this.room.state).has(incident) ? incident : undefined;
  }

  /** A selected member is never hidden; the first of a group always stands there. */
  #isOpen(incident) {
    if (this.#unfolded.has(incident)) return true;
    const { selected } = this.room;
    const members = this.#groups.get(incident);
    return this.#incidentOf(selected) === incident && members !== undefined && members.indexOf(selected) > 0;
  }

  #head(incident, members) {
    const head = this.#heads.get(incident) ?? this.#makeHead(incident);
    const cards = members.map((id) => this.room.state.alerts.get(id)).filter(Boolean);
    const why = whyOf(cards);
    say(head.title, titleOf(cards, why, this.room.format));
    say(head.why, reachSentence(why, this.room.format));
    head.button.setAttribute("aria-expanded", String(this.#isOpen(incident)));
    return head.element;
  }

  #makeHead(incident) {
    const title = el("span.group__title");
    const why = el("span.group__why");
    const fold = () => this.toggle(this.#groups.get(incident)?.[0]);
    const button = el("button.group__fold", { type: "button", onclick: fold }, el("i", {}), title, why);
    const head = { title, why, button, element: el("li.group", {}, button) };
    this.#heads.set(incident, head);
    return head;
  }
}
