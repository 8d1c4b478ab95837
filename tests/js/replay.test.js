import assert from "node:assert/strict";
import { test } from "node:test";
import { known } from "../../static/js/alerts/facts.js";
import { createTime } from "../../static/js/lib/time.js";
import { Replay } from "../../static/js/live/replay.js";

const MINUTE = 60_000;
const BEGINS = Date.parse("2026-06-01T12:00:00Z");
const iso = (minutes) => new Date(BEGINS + minutes * MINUTE).toISOString();
const alert = (id, state = "new") => ({ id, state, captured_at: iso(-1) });
const none = { incidents: [], runs: [], cameras: [], stops: [], snoozes: [], duty: [], exercises: [], calls: [] };

/** An hour in which "a" is claimed at ten past, and "b" comes at twenty past; and a clock to turn. */
function hour() {
  let machine = 0;
  const replay = new Replay(
    {
      begins: iso(0),
      until: iso(60),
      snapshot: { number: 5, map: "one", alerts: [alert("a")], ...none },
      frames: [
        { n: 6, at: iso(10), kind: "alert", card: alert("a", "claimed") },
        { n: 7, at: iso(20), kind: "alert", card: alert("b") },
      ],
    },
    () => machine,
  );
  const pass = (milliseconds) => {
    machine += milliseconds;
    return replay.tick();
  };
  return { replay, pass };
}
const states = ({ state }) => [...state.alerts.values()].map((card) => `${card.id} ${card.state}`);

test("the past begins as it was", () => {
  const { replay } = hour();
  assert.deepEqual(states(replay), ["a new"]);
  assert.equal(replay.at, BEGINS);
});

test("what was told then comes when its time has come, at the speed that is chosen", () => {
  const { replay, pass } = hour();
  replay.speed = 60;
  assert.equal(pass(9_000), false);
  assert.deepEqual(states(replay), ["a new"]);
  assert.equal(pass(1_000), true);
  assert.deepEqual(states(replay), ["a claimed"]);
  pass(10_000);
  assert.deepEqual(states(replay), ["a claimed", "b new"]);
});

test("a pause stands still, however long it lasts", () => {
  const { replay, pass } = hour();
  replay.isPlaying = false;
  pass(1_000_000);
  replay.isPlaying = true;
  pass(0);
  assert.equal(replay.at, BEGINS);
});

test("what becomes a day old in the hour leaves it, as it left the room then", () => {
  const replay = new Replay(
    {
      begins: iso(0),
      until: iso(60),
      snapshot: { number: 5, map: "one", alerts: [{ ...alert("a"), captured_at: iso(5 - 24 * 60) }], ...none },
      frames: [],
    },
    (() => {
      let machine = 0;
      return () => (machine += 5 * MINUTE);
    })(),
  );
  replay.speed = 1;
  assert.equal(replay.tick(), false);
  assert.deepEqual(states(replay), ["a new"]);
  assert.equal(replay.tick(), true);
  assert.deepEqual(states(replay), []);
});

test("it ends with the hour", () => {
  const { replay, pass } = hour();
  replay.speed = 600;
  pass(MINUTE);
  assert.equal(replay.at, replay.until);
  assert.ok(replay.isOver);
  assert.equal(pass(MINUTE), false);
});

test("while the past is shown the clock of the page is that of the past", () => {
  const time = createTime({ zone: "UTC", language: "en", machine: () => BEGINS });
  time.show(() => BEGINS - 10 * MINUTE);
  assert.equal(time.now(), BEGINS - 10 * MINUTE);
  assert.equal(time.real(), BEGINS);
  time.show(null);
  assert.equal(time.now(), BEGINS);
});

test("the story of an alert tells all of it now, and in the past what had happened by then", () => {
  const steps = [{ at: "2026-06-01T12:00:05Z" }, { at: "2026-06-01T12:00:09Z" }];
  assert.deepEqual(known(steps, { at: Date.parse("2026-06-01T12:00:07Z") }), [steps[0]]);
  assert.deepEqual(known(steps, null), steps);
});
