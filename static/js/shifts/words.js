/** Who is on duty, in words. */

import { gettext, interpolate } from "../lib/i18n.js";

const NAMED = 2;

/** "Centre", "Centre, Kallio + 3", "the whole city". @param {{everywhere: boolean, districts: string[]}} card */
export function careOf({ everywhere, districts }) {
  if (everywhere) return gettext("the whole city");
  if (!districts.length) return gettext("an area of its own");
  const named = districts.slice(0, NAMED).join(", ");
  return districts.length > NAMED ? `${named} + ${districts.length - NAMED}` : named;
}

/** "2 on duty: A (Centre), B"; who looks after the whole city needs no area. @param {Iterable} cards */
export function dutySentence(cards) {
  const people = inOrder(cards);
  if (!people.length) return gettext("Nobody on duty");
  const who = people.map((card) => (card.everywhere ? card.name : `${card.name} (${careOf(card)})`)).join(", ");
  return interpolate(gettext("%(count)s on duty: %(who)s"), { count: people.length, who });
}

/** Those who came first stand first. */
export function inOrder(cards) {
  return [...cards].sort((one, other) => one.since.localeCompare(other.since) || one.id.localeCompare(other.id));
}
