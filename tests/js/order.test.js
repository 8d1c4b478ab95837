import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, everything, hold, isSnoozed, MOST, snoozeKey, tally } from "../../static/js/alerts/order.js";

const card = (id, severity, minute, more = {}) => ({
  id,
  severity,
  state: "new",
  kind: "intrusion",
  district: "Centre",
  captured_at: `2026-06-01T12:${minute}:00+00:00`,
  ...more,
});
const all = (changes = {}) => ({ ...everything(), ...changes });
const anything = () => true;

test("the severe come before the mild, and among equals the new before the old", () => {
  const cards = [
    card("low", "low", "59"),
    card("old", "high", "01"),
    card("new", "high", "02"),
    card("mid", "medium", "30"),
  ];
  assert.deepEqual(arrange(cards, all()), ["new", "old", "mid", "low"]);
});

test("what waited so long that the supervisor was called does not push down what is severe and new", () => {
  const cards = [card("called", "medium", "01", { state: "escalated" }), card("severe", "high", "30")];
  assert.deepEqual(arrange(cards, all()), ["severe", "called"]);
});

test("what is done stands below all that waits, newest first whatever its severity", () => {
  const states = new Set(["new", "claimed", "confirmed", "refuted", "closed", "expired_unreviewed"]);
  const cards = [
    card("expired", "high", "05", { state: "expired_unreviewed" }),
    card("done", "high", "10", { state: "confirmed" }),
    card("later", "low", "20", { state: "refuted" }),
    card("closed", "low", "15", { state: "closed" }),
    card("open", "low", "01"),
  ];
  assert.deepEqual(arrange(cards, all({ states })), ["open", "later", "closed", "done", "expired"]);
});

test("what is done is not shown unless asked for", () => {
  for (const state of ["confirmed", "refuted", "closed", "expired_unreviewed"])
    assert.deepEqual(arrange([card("a", "high", "01", { state })], all()), []);
});

test("the filters of kind, district and time hold together", () => {
  const cards = [
    card("wanted", "low", "30"),
    card("kind", "low", "30", { kind: "density" }),
    card("place", "low", "30", { district: "Harbour" }),
    card("early", "low", "19"),
    card("late", "low", "40"),
  ];
  const [from, to] = ["2026-06-01T12:20:00Z", "2026-06-01T12:40:00Z"].map(Date.parse);
  assert.deepEqual(arrange(cards, all({ kind: "intrusion", district: "Centre", from, to })), ["wanted"]);
});

test("under the pointer the list stays and says how many wait above", () => {
  assert.deepEqual(hold(["b", "c"], ["x", "y", "b", "c"], anything), { ids: ["b", "c"], waiting: 2, above: true });
});

test("a new alert that belongs further down is not called above", () => {
  assert.deepEqual(hold(["b", "c"], ["b", "x", "c"], anything), { ids: ["b", "c"], waiting: 1, above: false });
});

test("an alert judged under the pointer stays in its place, an erased one goes", () => {
  assert.deepEqual(hold(["judged", "erased", "c"], ["c"], (id) => id !== "erased").ids, ["judged", "c"]);
});

test("what lies below the last drawn card of a long list does not count as new", () => {
  const fresh = ["x", ...Array.from({ length: MOST + 50 }, (_, index) => `card ${index}`)];
  const shown = fresh.slice(1, MOST + 1);
  assert.deepEqual(hold(shown, fresh, anything), { ids: shown, waiting: 1, above: true });
});

test("what is set aside leaves the list, unless somebody is on it or asks for it", () => {
  const cards = [
    card("aside", "high", "01", { camera: "c" }),
    card("claimed", "high", "02", { camera: "c", state: "claimed" }),
    card("other kind", "high", "03", { camera: "c", kind: "density" }),
    card("other camera", "high", "04", { camera: "d" }),
  ];
  const snoozed = new Set([snoozeKey(cards[0])]);
  assert.deepEqual(arrange(cards, all({ snoozed })), ["other camera", "other kind", "claimed"]);
  assert.deepEqual(arrange(cards, all({ snoozed, states: new Set(["snoozed"]) })), ["aside"]);
  assert.deepEqual(tally(cards, snoozed), { new: 2, claimed: 1, done: 0, snoozed: 1 });
  assert.equal(isSnoozed(card("called", "high", "06", { camera: "c", state: "escalated" }), snoozed), true);
  assert.equal(isSnoozed(card("done", "high", "05", { camera: "c", state: "refuted" }), snoozed), false);
});

test("the tally puts all that is done together, and the escalated with the new", () => {
  const states = ["new", "escalated", "claimed", "confirmed", "refuted", "closed", "expired_unreviewed"];
  const cards = states.map((state) => card(state, "low", "01", { state }));
  assert.deepEqual(tally(cards, new Set()), { new: 2, claimed: 1, done: 4, snoozed: 0 });
});
