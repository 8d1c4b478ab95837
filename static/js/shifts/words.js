/** Who is on duty, in words. */

import { kindName } from "../alerts/kinds.js";
import { gettext, interpolate } from "../lib/i18n.js";

const NAMED = 2;

/**
 * "Centre", "Centre, Kallio + 3", "the whole city, only Fire".
 * @param {{everywhere: boolean, districts: string[], kinds?: string[]}} card
 */
export function careOf(card) {
  const where = areaOf(card);
  if (!card.kinds?.length) return where;
  return interpolate(gettext("%(where)s, only %(kinds)s"), { where, kinds: shortened(card.kinds.map(kindName)) });
}

function areaOf({ everywhere, districts }) {
  if (everywhere) return gettext("the whole city");
  return districts.length ? shortened(districts) : gettext("an area of its own");
}

function shortened(names) {
  const named = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${named} + ${names.length - NAMED}` : named;
}

const isWhole = (card) => card.everywhere && !card.kinds?.length;

/** "2 on duty: A (Centre), B"; who looks after all of the whole city needs no words. @param {Iterable} cards */
export function dutySentence(cards) {
  const people = inOrder(cards);
  if (!people.length) return gettext("Nobody on duty");
  const who = people.map((card) => (isWhole(card) ? card.name : `${card.name} (${careOf(card)})`)).join(", ");
  return interpolate(gettext("%(count)s on duty: %(who)s"), { count: people.length, who });
}

/** Those who came first stand first. */
export function inOrder(cards) {
  return [...cards].sort((one, other) => one.since.localeCompare(other.since) || one.id.localeCompare(other.id));
}
