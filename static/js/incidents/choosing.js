/** The other alerts of an incident, and with what an alert might be merged: pure. */

import { incidentsOf, metresBetween } from "./groups.js";

const MOST = 30;
/** What happened ten minutes ago is as far as what lies this many metres away. */
const METRES_A_MINUTE = 20;

/** The other alerts in sight of the incident of an alert, in the order in which they were captured. */
export function othersOf(id, state) {
  const ids = incidentsOf(state).get(state.incidents.get(id)?.incident) ?? [];
  return ids.filter((other) => other !== id).map((other) => state.alerts.get(other));
}

/**
 * Incidents and alerts that stand alone, the nearest in place and time first.
 * @returns {{card: object, count: number, metres: number}[]} card: the nearest alert of each.
 */
export function candidates(alert, state) {
  const incidents = incidentsOf(state);
  const mine = state.incidents.get(alert.id)?.incident;
  const best = new Map();
  for (const card of state.alerts.values()) {
    const incident = state.incidents.get(card.id)?.incident;
    const members = incidents.get(incident);
    if (card.id === alert.id || (members && incident === mine)) continue;
    const metres = metresBetween(alert, card);
    const minutes = Math.abs(Date.parse(card.captured_at) - Date.parse(alert.captured_at)) / 60_000;
    const far = metres + minutes * METRES_A_MINUTE;
    const key = members ? incident : card.id;
    if (!best.has(key) || far < best.get(key).far) best.set(key, { card, count: members?.length ?? 1, metres, far });
  }
  return [...best.values()].sort((one, other) => one.far - other.far).slice(0, MOST);
}
