/** Which alerts belong together, why, and how the queue shows them: pure. Who sees one alert only sees no incident. */

const METRES_A_DEGREE = 111_195;
const FEWEST = 2;

/**
 * The incidents in sight. @param {State} state
 * @returns {Map<string, string[]>} incident to the ids of its alerts, in the order in which they were captured.
 */
export function incidentsOf(state) {
  const last = found.get(state.alerts);
  if (last?.incidents === state.incidents) return last.members;
  const members = gather(state);
  found.set(state.alerts, { incidents: state.incidents, members });
  return members;
}

/** A state is never changed, so what was gathered once of the same cards is gathered for good. */
const found = new WeakMap();

function gather({ alerts, incidents }) {
  const members = new Map();
  for (const { id, incident } of incidents.values()) {
    if (!alerts.has(id)) continue;
    if (members.has(incident)) members.get(incident).push(id);
    else members.set(incident, [id]);
  }
  for (const [incident, ids] of members) {
    if (ids.length < FEWEST) members.delete(incident);
    else ids.sort((one, other) => order(alerts.get(one), alerts.get(other)));
  }
  return members;
}

function order(one, other) {
  return one.captured_at.localeCompare(other.captured_at) || one.id.localeCompare(other.id);
}

/** How many cameras saw it (none, where only people said so), across how many metres, within how many seconds. @param {object[]} cards */
export function whyOf(cards) {
  const [lons, lats] = [cards.map(({ lon }) => lon), cards.map(({ lat }) => lat)];
  const times = cards.map(({ captured_at: at }) => Date.parse(at));
  const east = reach(lons) * Math.cos((Math.min(...lats) * Math.PI) / 180);
  return {
    cameras: new Set(cards.map(({ camera }) => camera).filter((camera) => camera !== null)).size,
    metres: Math.hypot(east, reach(lats)) * METRES_A_DEGREE,
    seconds: reach(times) / 1000,
  };
}

const reach = (values) => Math.max(...values) - Math.min(...values);

/**
 * The queue with its groups: members stand behind the first of them, or wait folded behind it.
 *
 * @param {string[]} ids the queue without groups.
 * @param {(id: string) => string | undefined} incidentOf of the incidents in sight.
 * @param {(incident: string) => boolean} isOpen whether the members behind the first are shown.
 * @returns {{ids: string[], groups: Map<string, string[]>}} groups: of what the queue holds, shown or folded.
 */
export function grouped(ids, incidentOf, isOpen) {
  const groups = new Map();
  for (const id of ids) {
    const incident = incidentOf(id);
    if (incident === undefined) continue;
    if (groups.has(incident)) groups.get(incident).push(id);
    else groups.set(incident, [id]);
  }
  for (const [incident, members] of groups) if (members.length < FEWEST) groups.delete(incident);
  const shown = ids.flatMap((id) => {
    const members = groups.get(incidentOf(id));
    if (!members) return id;
    if (members[0] !== id) return [];
    return isOpen(incidentOf(id)) ? members : id;
  });
  return { ids: shown, groups };
}

/** Metres between two alerts, good for the size of a city. */
export function metresBetween(one, other) {
  const east = (one.lon - other.lon) * Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot(east, one.lat - other.lat) * METRES_A_DEGREE;
}
