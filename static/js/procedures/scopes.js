/**
 * For which alerts a procedure is taken: pure. hypervision/procedures/scopes.py says the same; both are tried on the cases
 * of tests/procedures/scopes.json. A scope is {kinds, districts}, by code and name; no district named is everywhere.
 */

import { gettext, interpolate } from "../lib/i18n.js";

export function holds({ kinds, districts }, kind, district) {
  return kinds.includes(kind) && (!districts.length || districts.includes(district));
}

/** The most specific of these, null for none. district: "" where the alert lies in none. */
export function taken(procedures, kind, district) {
  const holding = procedures.filter((one) => holds(one, kind, district));
  return holding.find((one) => one.districts.length) ?? holding[0] ?? null;
}

/** Whether there is an alert for which neither is more specific. */
export function meets(one, other) {
  if (!one.kinds.some((kind) => other.kinds.includes(kind))) return false;
  if (!one.districts.length || !other.districts.length) return !one.districts.length && !other.districts.length;
  return one.districts.some((name) => other.districts.includes(name));
}

/** Two that say the same, in whatever order. */
export const sameScope = (one, other) => JSON.stringify(tidy(one)) === JSON.stringify(tidy(other));
const tidy = ({ kinds, districts }) => [[...kinds].sort(), [...districts].sort()];

/** What is different, as sentences. names: kind to what people call it. */
export function scopeDifferences(before, after, names) {
  const name = (kind) => names[kind] ?? kind;
  const parts = [
    [gettext("Kinds: %(before)s, now %(after)s"), "kinds", name, gettext("none")],
    [gettext("Where: %(before)s, now %(after)s"), "districts", (district) => district, gettext("everywhere")],
  ];
  return parts.flatMap(([sentence, part, word, none]) => {
    const [was, is] = [before, after].map((scope) => scope[part].map(word).sort().join(", ") || none);
    return was === is ? [] : [interpolate(sentence, { before: was, after: is })];
  });
}

/** Where it is taken for one of its kinds: "everywhere but in Harbour", "in Kallio". others: what is taken besides. */
export function whereTaken(scope, kind, others) {
  if (scope.districts.length)
    return interpolate(gettext("in %(districts)s"), { districts: scope.districts.join(", ") });
  const elsewhere = others.filter(({ kinds }) => kinds.includes(kind)).flatMap(({ districts }) => districts);
  if (!elsewhere.length) return gettext("everywhere");
  return interpolate(gettext("everywhere but in %(districts)s"), { districts: elsewhere.sort().join(", ") });
}
