/**
 * The state of the room, as pure functions: snapshot + messages since its number == a fresh snapshot.
 *
 * A state is never changed: each function returns the next one, and leaves untouched what did not change.
 */

const KEPT_MS = 24 * 3600 * 1000;

/**
 * incidents: by the id of an alert, to which incident it belongs. runs: by the same, how far its procedure has come.
 *
 * @typedef {{number: number, ready: boolean, map: string, alerts: Map, incidents: Map, runs: Map, cameras: Map,
 *   stops: Map, snoozes: Map, duty: Map, exercises: Map, calls: Map,
 *   lost: Map}} State
 */

/** @returns {State} */
export function nothing() {
  const empty = () => new Map();
  return {
    number: 0,
    ready: false,
    map: "",
    alerts: empty(),
    incidents: empty(),
    runs: empty(),
    cameras: empty(),
    stops: empty(),
    snoozes: empty(),
    duty: empty(),
    exercises: empty(),
    calls: empty(),
    lost: empty(),
  };
}

/** @returns {State} what was said of lost events stays: a snapshot does not repeat it. */
export function fromSnapshot(snapshot, previous = nothing()) {
  return {
    number: snapshot.number,
    ready: true,
    map: snapshot.map,
    alerts: byId(snapshot.alerts.map(sharing)),
    incidents: byId(snapshot.incidents),
    runs: byId(snapshot.runs),
    cameras: byId(snapshot.cameras),
    stops: byId(snapshot.stops.filter((stop) => !stop.lifted)),
    snoozes: byId(snapshot.snoozes),
    duty: byId(snapshot.duty),
    exercises: byId(snapshot.exercises),
    calls: byId(snapshot.calls),
    lost: previous.lost,
  };
}

/** Applies one frame of the socket. A frame that was applied before changes nothing. @returns {State} */
export function apply(state, frame) {
  if (frame.upto !== undefined) return { ...state, number: Math.max(state.number, frame.upto) };
  if (frame.n === undefined || frame.n <= state.number) return state;
  const change = CHANGES[frame.kind];
  return { ...state, ...(change ? change(state, frame) : {}), number: frame.n };
}

const CHANGES = {
  alert: (state, { card }) => ({ alerts: put(state.alerts, sharing(named(card, state.alerts))) }),
  alert_gone: (state, { id }) => ({
    alerts: without(state.alerts, id),
    incidents: without(state.incidents, id),
    runs: without(state.runs, id),
  }),
  snooze: (state, { card }) => ({
    snoozes: card.ended ? without(state.snoozes, card.id) : put(state.snoozes, card),
  }),
  incident: (state, { card }) => ({ incidents: put(state.incidents, named(card, state.alerts)) }),
  incident_gone: (state, { id }) => ({ incidents: without(state.incidents, id) }),
  run: (state, { card }) => ({ runs: put(state.runs, card) }),
  camera: (state, { card }) => ({ cameras: put(state.cameras, card) }),
  camera_gone: (state, { id }) => ({ cameras: without(state.cameras, id) }),
  stop: (state, { card }) => ({ stops: card.lifted ? without(state.stops, card.id) : put(state.stops, card) }),
  duty: (state, { card }) => ({ duty: card.left ? without(state.duty, card.id) : put(state.duty, card) }),
  call: (state, { card }) => ({ calls: put(state.calls, card) }),
  exercise: (state, { card }) => ({
    exercises: card.ended ? without(state.exercises, card.id) : put(state.exercises, card),
  }),
  map: (_state, { version }) => ({ map: version }),
  events_lost: (state, { camera, count, since }) => ({
    lost: put(state.lost, { id: `${camera} ${since}`, camera, count, since }),
  }),
};

/** Lets go what was captured, or asked on call, more than 24 h before now: the snapshot's own rule. @returns {State} */
export function withoutOld(state, now) {
  const isKept = (at) => now - Date.parse(at) <= KEPT_MS;
  const kept = [...state.alerts].filter(([, card]) => isKept(card.captured_at));
  const calls = [...state.calls].filter(([, call]) => isKept(call.asked_at));
  if (kept.length === state.alerts.size && calls.length === state.calls.size) return state;
  const alerts = new Map(kept);
  const hanging = (cards) => new Map([...cards].filter(([id]) => alerts.has(id)));
  return { ...state, alerts, incidents: hanging(state.incidents), runs: hanging(state.runs), calls: new Map(calls) };
}

/** Those that hold at a time, in milliseconds since the epoch: what is over counts no more, though nobody ended it. */
export function standingSnoozes(state, now) {
  return [...state.snoozes.values()].filter((snooze) => Date.parse(snooze.until) > now);
}

/**
 * Takes a card that the API answered with, before the journal's own message comes. An answer that was overtaken by what
 * others did since is older than what is shown, and changes nothing. @returns {State}
 */
export function withAlert(state, card) {
  if (state.alerts.get(card.id)?.step_count > card.step_count) return state;
  return { ...state, alerts: put(state.alerts, sharing(card)) };
}

/** As withAlert, for a run: rows are only ever added. @returns {State} */
export function withRun(state, card) {
  if (state.runs.get(card.id)?.rows.length > card.rows.length) return state;
  return { ...state, runs: put(state.runs, card) };
}

/** The cameras that have a stream to watch, and those among them that nobody watches now. */
export function watching(state) {
  const meant = [...state.cameras.values()].filter((camera) => camera.stream !== false);
  const silent = meant.filter((camera) => camera.state !== "watching");
  return { meant, total: meant.length, watching: meant.length - silent.length, silent };
}

/** The capture time of the newest alert, ISO 8601; null when there is none. */
export function newestAlertAt(state) {
  let newest = null;
  for (const { captured_at: at } of state.alerts.values()) if (newest === null || at > newest) newest = at;
  return newest;
}

function byId(cards) {
  return new Map(cards.map((card) => [card.id, card]));
}

function put(cards, card) {
  return new Map(cards).set(card.id, card);
}

function without(cards, id) {
  const rest = new Map(cards);
  rest.delete(id);
  return rest;
}

/** What many alerts have in common: names, kinds, states. A page holds the alerts of a day, and each of these once. */
const COMMON = [
  "kind",
  "severity",
  "state",
  "camera",
  "camera_name",
  "place_source",
  "street",
  "district",
  "band",
  "zone",
  "claimed_by",
];
const words = new Map();
const NONE = Object.freeze([]);

/** The same card, whose texts are those of the cards before it where they say the same. */
function sharing(card) {
  for (const name of COMMON) if (card[name]) card[name] = once(card[name]);
  if (card.verdict) {
    card.verdict.by = once(card.verdict.by);
    card.verdict.reason = once(card.verdict.reason);
    if (!card.verdict.informed?.length) card.verdict.informed = NONE;
  }
  if (!card.notes?.length) card.notes = NONE;
  return card;
}

/** The same card, called by the very text by which the alert is known. */
function named(card, alerts) {
  card.id = alerts.get(card.id)?.id ?? card.id;
  return card;
}

function once(text) {
  const known = words.get(text);
  if (known !== undefined) return known;
  words.set(text, text);
  return text;
}
