/** Which alerts the queue shows, and in which order: pure. */

const RANK = { high: 3, medium: 2, low: 1 };
/** The supervisor was called, or nobody has come yet: either way nobody is on it. */
export const UNCLAIMED_STATES = ["new", "escalated"];
export const OPEN_STATES = [...UNCLAIMED_STATES, "claimed"];
/** Judged, or expired without a verdict: nobody is waited for. */
export const DONE_STATES = ["confirmed", "refuted", "closed", "expired_unreviewed"];

/** What stands in for the state of an alert that is set aside. */
export const SNOOZED = "snoozed";

/**
 * kind, district: "" for all. states: a Set. from, to: milliseconds since the epoch, or null.
 * snoozed: a Set of what is set aside, as snoozeKey() names it.
 */
export function everything() {
  return { states: new Set(OPEN_STATES), kind: "", district: "", from: null, to: null, snoozed: new Set() };
}

export const snoozeKey = ({ camera, kind }) => `${camera} ${kind}`;

/** Is it set aside? What somebody is on, or has judged, is not. */
export function isSnoozed(card, snoozed) {
  return UNCLAIMED_STATES.includes(card.state) && snoozed.has(snoozeKey(card));
}

export function matches(card, filter) {
  const at = Date.parse(card.captured_at);
  return (
    filter.states.has(isSnoozed(card, filter.snoozed) ? SNOOZED : card.state) &&
    (!filter.kind || card.kind === filter.kind) &&
    (!filter.district || card.district === filter.district) &&
    (filter.from === null || at >= filter.from) &&
    (filter.to === null || at < filter.to)
  );
}

/** Open before done; among the open severe before mild, whoever was called; new before old. */
export function compare(a, b) {
  return (
    isDone(a) - isDone(b) ||
    (isDone(a) ? 0 : RANK[b.severity] - RANK[a.severity]) ||
    b.captured_at.localeCompare(a.captured_at) ||
    a.id.localeCompare(b.id)
  );
}

export function isDone(card) {
  return DONE_STATES.includes(card.state);
}

/** The ids that pass the filter, ordered. @param {Iterable} cards */
export function arrange(cards, filter) {
  return [...cards]
    .filter((card) => matches(card, filter))
    .sort(compare)
    .map((card) => card.id);
}

/** How many cards the queue draws at most; what stands below is counted in words. */
export const MOST = 100;

/**
 * The list while a pointer rests on it: what is shown stays where it is, what is new waits. What lies below the last
 * card of a list that is longer than MOST is not new, it only has not been drawn.
 * @returns {{ids: string[], waiting: number, above: boolean}} above: all that waits belongs over the first that is shown.
 */
export function hold(shown, fresh, exists) {
  const ids = shown.filter(exists);
  const known = new Set(ids);
  const reach = fresh.length > MOST ? fresh.findLastIndex((id) => known.has(id)) + 1 : fresh.length;
  const waiting = fresh.slice(0, reach).filter((id) => !known.has(id));
  const top = fresh.findIndex((id) => known.has(id));
  const above = waiting.every((id) => top === -1 || fresh.indexOf(id) < top);
  return { ids, waiting: waiting.length, above };
}

/** How many there are of each group. snoozed: as in a filter. */
export function tally(cards, snoozed) {
  const sums = { new: 0, claimed: 0, done: 0, snoozed: 0 };
  for (const card of cards) sums[group(card, snoozed)] += 1;
  return sums;
}

function group(card, snoozed) {
  if (isDone(card)) return "done";
  if (card.state === "claimed") return "claimed";
  return isSnoozed(card, snoozed) ? SNOOZED : "new";
}
