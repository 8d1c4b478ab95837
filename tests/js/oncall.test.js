import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, fromSnapshot, withoutOld } from "../../static/js/live/store.js";
import { callLines, standing } from "../../static/js/oncall/words.js";

const NOW = Date.parse("2026-06-01T12:00:00Z");
const at = (minutes) => new Date(NOW + minutes * 60_000).toISOString();
const call = (id, more = {}) => ({
  id,
  alert: "a",
  account: id,
  name: id.toUpperCase(),
  asked_at: at(-4),
  answer: "",
  answered_at: null,
  ...more,
});
const answered = (id, answer, minutes = -1) => call(id, { answer, answered_at: at(minutes) });
const waiting = new Map([["a", { id: "a", state: "new" }]]);

test("the story says who was asked and what came of it", () => {
  const lines = callLines([answered("bert", "declined"), call("vera"), call("x", { alert: "other" })], "a");
  assert.deepEqual(
    lines.map(({ words }) => words),
    [
      "BERT, on call, was asked: nobody present may take it",
      "BERT cannot come",
      "VERA, on call, was asked: nobody present may take it",
    ],
  );
});

test("the bar names each person once, who is asked before who is coming", () => {
  const found = standing([call("bert"), call("bert"), answered("vera", "accepted")], waiting, NOW);
  assert.deepEqual([found.asked.length, found.coming.length, found.failed], [1, 1, false]);
});

test("that nobody came is said while the alert waits, and not for ever", () => {
  assert.equal(standing([answered("bert", "none")], waiting, NOW).failed, true);
  assert.equal(standing([answered("bert", "none", -31)], waiting, NOW).failed, false);
  assert.equal(standing([answered("bert", "withdrawn")], waiting, NOW).failed, false);
});

test("what somebody is on, or has judged, asks nobody any more", () => {
  const claimed = new Map([["a", { id: "a", state: "claimed" }]]);
  const found = standing([call("bert"), answered("vera", "none")], claimed, NOW);
  assert.deepEqual([found.asked, found.coming, found.failed], [[], [], false]);
});

test("a call of an alert out of sight is told all the same", () => {
  assert.equal(standing([call("bert", { alert: "elsewhere" })], waiting, NOW).asked.length, 1);
});

test("calls are held as long as alerts are", () => {
  const none = { incidents: [], runs: [], cameras: [], stops: [], snoozes: [], duty: [], exercises: [], calls: [] };
  const state = fromSnapshot({ number: 1, map: "", alerts: [], ...none });
  const told = apply(state, { n: 2, kind: "call", card: call("bert") });
  assert.equal(withoutOld(told, NOW).calls.size, 1);
  assert.equal(withoutOld(told, NOW + 24 * 3_600_000).calls.size, 0);
});
