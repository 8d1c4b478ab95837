import assert from "node:assert/strict";
import { test } from "node:test";
import {
  apply,
  fromSnapshot,
  newestAlertAt,
  nothing,
  standingSnoozes,
  watching,
  withAlert,
  withoutOld,
  withRun,
} from "../../static/js/live/store.js";

const alert = (id, more = {}) => ({ id, state: "new", captured_at: "2026-06-01T12:00:00+00:00", ...more });
const camera = (id, state = "watching") => ({ id, state });
const stop = (id, more = {}) => ({ id, lifted: false, ...more });
const snapshot = (number, parts = {}) => ({
  number,
  map: "one",
  alerts: [],
  incidents: [],
  runs: [],
  cameras: [],
  stops: [],
  snoozes: [],
  duty: [],
  exercises: [],
  calls: [],
  ...parts,
});
const put = (n, card) => ({ n, kind: "alert", card });
const hear = (state, frames) => frames.reduce(apply, state);

test("a snapshot and the messages since its number hold what a fresh snapshot holds", () => {
  const early = fromSnapshot(
    snapshot(10, {
      alerts: [alert("a"), alert("old")],
      incidents: [
        { id: "a", incident: "i" },
        { id: "old", incident: "i" },
      ],
      cameras: [camera("c1"), camera("c2")],
      stops: [stop("s")],
      runs: [
        { id: "a", rows: [] },
        { id: "old", rows: [] },
      ],
      snoozes: [{ id: "z", ended: false }],
    }),
  );
  const heard = hear(early, [
    put(11, alert("b")),
    put(12, alert("a", { state: "claimed" })),
    { n: 13, kind: "alert_gone", id: "old" },
    { n: 14, kind: "camera", card: camera("c1", "not_watching") },
    { n: 15, kind: "camera_gone", id: "c2" },
    { n: 16, kind: "stop", card: stop("s", { lifted: true }) },
    { n: 17, kind: "stop", card: stop("t") },
    { n: 18, kind: "map", version: "two" },
    { n: 19, kind: "incident", card: { id: "b", incident: "j" } },
    { n: 20, kind: "incident_gone", id: "a" },
    { n: 21, kind: "run", card: { id: "a", rows: [{ id: 1 }] } },
    { n: 22, kind: "snooze", card: { id: "z", ended: true } },
    { n: 23, kind: "snooze", card: { id: "y", ended: false } },
    { upto: 24 },
  ]);
  const fresh = fromSnapshot(
    snapshot(24, {
      map: "two",
      alerts: [alert("a", { state: "claimed" }), alert("b")],
      incidents: [{ id: "b", incident: "j" }],
      runs: [{ id: "a", rows: [{ id: 1 }] }],
      cameras: [camera("c1", "not_watching")],
      stops: [stop("t")],
      snoozes: [{ id: "y", ended: false }],
    }),
  );
  assert.deepEqual(heard, fresh);
});

test("a message that comes twice changes nothing", () => {
  const once = apply(fromSnapshot(snapshot(10)), put(11, alert("a")));
  assert.equal(apply(once, put(11, alert("a", { state: "claimed" }))), once);
});

test("a message of a kind that is not known yet moves only the number", () => {
  const before = fromSnapshot(snapshot(10, { alerts: [alert("a")] }));
  assert.deepEqual(apply(before, { n: 11, kind: "weather", card: {} }), { ...before, number: 11 });
});

test("the number never goes back when the server says up to where it has told", () => {
  assert.equal(apply(fromSnapshot(snapshot(10)), { upto: 7 }).number, 10);
});

test("a state that was handed out is never changed afterwards", () => {
  const before = fromSnapshot(snapshot(10));
  apply(before, put(11, alert("a")));
  assert.equal(before.alerts.size, 0);
});

test("what was said of lost events outlives a new snapshot", () => {
  const told = apply(nothing(), { n: 1, kind: "events_lost", camera: "c", count: 3, since: "2026-06-01T12:00:00Z" });
  assert.equal(fromSnapshot(snapshot(5), told).lost.size, 1);
});

test("the answer to one's own verdict shows before the journal's message", () => {
  const state = withAlert(fromSnapshot(snapshot(10, { alerts: [alert("a")] })), alert("a", { state: "confirmed" }));
  assert.equal(state.alerts.get("a").state, "confirmed");
  assert.equal(state.number, 10);
});

test("an answer of the API that others have overtaken changes nothing", () => {
  const shown = fromSnapshot(snapshot(10, { alerts: [alert("a", { state: "refuted", step_count: 3 })] }));
  assert.equal(withAlert(shown, alert("a", { state: "closed", step_count: 2 })), shown);
  assert.equal(withAlert(shown, alert("a", { state: "closed", step_count: 4 })).alerts.get("a").state, "closed");
});

test("a camera without a stream is not counted; one without authorisation is counted as silent", () => {
  const cameras = [
    camera("a"),
    camera("b", "not_watching"),
    camera("c", "stopped"),
    camera("d", "not_authorised"),
    { ...camera("e", "not_watching"), stream: false },
  ];
  const { total, watching: count, silent } = watching(fromSnapshot(snapshot(1, { cameras })));
  assert.deepEqual([count, total, silent.map(({ id }) => id)], [1, 4, ["b", "c", "d"]]);
});

test("a snooze whose time is up counts no more, though nobody ended it", () => {
  const noon = Date.parse("2026-06-01T12:00:00Z");
  const snoozes = [
    { id: "over", until: "2026-06-01T12:00:00+00:00" },
    { id: "standing", until: "2026-06-01T12:00:01+00:00" },
  ];
  const standing = standingSnoozes(fromSnapshot(snapshot(1, { snoozes })), noon);
  assert.deepEqual(
    standing.map(({ id }) => id),
    ["standing"],
  );
});

test("an alert leaves a day after its capture", () => {
  const noon = Date.parse("2026-06-01T12:00:00Z");
  const hanging = { incidents: [{ id: "a", incident: "i" }], runs: [{ id: "a", rows: [] }] };
  const state = fromSnapshot(snapshot(1, { alerts: [alert("a")], ...hanging }));
  assert.equal(withoutOld(state, noon + 24 * 3600_000), state);
  const later = withoutOld(state, noon + 24 * 3600_000 + 1);
  assert.deepEqual([later.alerts.size, later.incidents.size, later.runs.size], [0, 0, 0]);
});

test("an answer about a run that others have overtaken changes nothing", () => {
  const state = fromSnapshot(snapshot(1, { runs: [{ id: "a", rows: [1, 2] }] }));
  assert.equal(withRun(state, { id: "a", rows: [1] }), state);
  assert.deepEqual(withRun(state, { id: "a", rows: [1, 2, 3] }).runs.get("a").rows, [1, 2, 3]);
});

test("the newest alert is found by capture, not by arrival", () => {
  const late = alert("b", { captured_at: "2026-06-01T11:00:00+00:00" });
  assert.equal(newestAlertAt(fromSnapshot(snapshot(1, { alerts: [alert("a"), late] }))), "2026-06-01T12:00:00+00:00");
  assert.equal(newestAlertAt(nothing()), null);
});

test("an exercise is under way from its message until its end", () => {
  const card = { id: "e", title: "Fire", by: "bert", at: "2026-06-01T12:00:00+00:00", ended: false };
  const going = apply(fromSnapshot(snapshot(10)), { n: 11, kind: "exercise", card });
  assert.deepEqual([...going.exercises.values()], [card]);
  assert.equal(apply(going, { n: 12, kind: "exercise", card: { ...card, ended: true } }).exercises.size, 0);
});
