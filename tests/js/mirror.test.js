import assert from "node:assert/strict";
import { test } from "node:test";
import { everything } from "../../static/js/alerts/order.js";
import { partOf } from "../../static/js/live/desk.js";
import { Mirror } from "../../static/js/live/mirror.js";
import { Replay } from "../../static/js/live/replay.js";

const BEGINS = Date.parse("2026-06-01T12:00:00Z");
const iso = (minutes) => new Date(BEGINS + minutes * 60_000).toISOString();

/** What is said on one is heard on the others, at once. */
function wire() {
  const ends = [];
  return () => {
    const end = {
      postMessage(data) {
        for (const one of ends) if (one !== end) one.onmessage?.({ data });
      },
    };
    ends.push(end);
    return end;
  };
}

/** As much of a room as windows keep in step. */
class Desk extends EventTarget {
  selected = null;
  filter = everything();
  past = null;
  asked = [];
  state = { alerts: new Map([["a"], ["b"]]) };

  select(id) {
    if (this.selected === id) return;
    this.selected = id;
    this.dispatchEvent(new Event("view"));
  }
  visit(id) {
    this.asked.push(id);
    this.select(id);
  }
  setFilter(changes) {
    this.filter = { ...this.filter, ...changes };
    this.dispatchEvent(new Event("view"));
  }
  replay(moment) {
    this.asked.push(moment);
    if (moment === null) this.show(null);
  }
  show(past) {
    this.select(null);
    this.past = past;
    this.dispatchEvent(new Event("past"));
  }
}

function hour() {
  const frames = [10, 20].map((minutes, index) => ({
    n: index + 6,
    at: iso(minutes),
    kind: "alert",
    card: { id: `c${index}`, captured_at: iso(minutes) },
  }));
  const none = { incidents: [], runs: [], cameras: [], stops: [], snoozes: [], duty: [], exercises: [], calls: [] };
  const snapshot = { number: 5, map: "one", alerts: [], ...none };
  return new Replay({ begins: iso(0), until: iso(60), snapshot, frames }, () => 0);
}

function pair() {
  const end = wire();
  const rooms = [new Desk(), new Desk()];
  const mirrors = rooms.map(
    (room) => new Mirror({ room, desk: "d", channel: end(), isLeading: () => room === rooms[0] }),
  );
  return { rooms, mirrors, end };
}

test("what one window selects and filters is so in the other, both ways", () => {
  const [one, other] = pair().rooms;
  one.select("a");
  assert.equal(other.selected, "a");
  other.setFilter({ states: new Set(["refuted"]), kind: "fall" });
  assert.deepEqual([...one.filter.states], ["refuted"]);
  assert.equal(one.filter.kind, "fall");
  assert.equal(one.selected, "a");
});

test("an alert that the other window does not hold is asked for there", () => {
  const [one, other] = pair().rooms;
  one.select("old");
  assert.deepEqual(other.asked, ["old"]);
});

test("a window that comes later, or was loaded anew, stands where the others stand", () => {
  const { rooms, end } = pair();
  rooms[0].select("b");
  const late = new Desk();
  new Mirror({ room: late, desk: "d", channel: end(), isLeading: () => false });
  assert.equal(late.selected, "b");
});

test("the same hour of the past is opened in the other window, at the same moment, and left together", () => {
  const [one, other] = pair().rooms;
  const past = hour();
  past.seek(BEGINS + 15 * 60_000);
  one.show(past);
  assert.deepEqual(other.asked, [{ from: BEGINS }]);
  one.select("c0");
  const theirs = hour();
  other.show(theirs); // the hour has come
  assert.equal(theirs.at, BEGINS + 15 * 60_000);
  assert.deepEqual([...theirs.state.alerts.keys()], ["c0"]);
  assert.equal(one.past.at, BEGINS + 15 * 60_000, "the late one does not call the first one back");
  one.show(null);
  assert.equal(other.past, null);
});

test("a pause and another speed are told within a second, and small differences of time are left alone", () => {
  const [one, other] = pair().rooms;
  const [mine, theirs] = [hour(), hour()];
  one.show(mine);
  other.show(theirs);
  mine.isPlaying = false;
  mine.speed = 600;
  mine.seek(BEGINS + 30 * 60_000);
  one.dispatchEvent(new Event("tick"));
  assert.deepEqual([theirs.isPlaying, theirs.speed, theirs.at], [false, 600, BEGINS + 30 * 60_000]);
  mine.isPlaying = true;
  mine.seek(BEGINS + 31 * 60_000);
  one.dispatchEvent(new Event("tick"));
  assert.equal(theirs.at, BEGINS + 30 * 60_000, "a minute is a tenth of a second at this speed");
});

test("the past can be gone back in", () => {
  const replay = hour();
  replay.seek(BEGINS + 25 * 60_000);
  assert.equal(replay.state.alerts.size, 2);
  replay.seek(BEGINS + 5 * 60_000);
  assert.equal(replay.state.alerts.size, 0);
});

test("an address names a part of the room, or the whole room", () => {
  assert.deepEqual(["?only=map", "?only=queue", "?only=door", ""].map(partOf), ["map", "queue", null, null]);
});
