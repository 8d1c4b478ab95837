import assert from "node:assert/strict";
import { test } from "node:test";
import { learnKinds } from "../../static/js/alerts/kinds.js";
import { apply, fromSnapshot } from "../../static/js/live/store.js";
import { careOf, dutySentence } from "../../static/js/shifts/words.js";

const card = (name, more = {}) => ({
  id: name,
  account: name,
  name,
  everywhere: true,
  districts: [],
  since: "2026-06-01T12:00:00+00:00",
  left: false,
  ...more,
});
const centre = { everywhere: false, districts: ["Centre"] };
const snapshot = {
  number: 1,
  map: "",
  alerts: [],
  incidents: [],
  runs: [],
  cameras: [],
  stops: [],
  snoozes: [],
  exercises: [],
  calls: [],
  duty: [card("A")],
};

test("the bar counts who is on duty and names their areas, those who came first first", () => {
  const late = card("A", { ...centre, since: "2026-06-01T13:00:00+00:00" });
  assert.equal(dutySentence([late, card("B")]), "2 on duty: B, A (Centre)");
});

test("a room without anybody says so", () => {
  assert.equal(dutySentence([]), "Nobody on duty");
});

test("of many districts two are named", () => {
  assert.equal(careOf({ everywhere: false, districts: ["A", "B", "C", "D"] }), "A, B + 2");
  assert.equal(careOf({ everywhere: false, districts: [] }), "an area of its own");
});

test("whoever is given some kinds only is said with them, in the whole city, too", () => {
  learnKinds({ kinds: { fire: "Start of fire" }, people_kinds: {}, reasons: {} });
  const fires = card("A", { kinds: ["fire"] });
  assert.equal(careOf(fires), "the whole city, only Start of fire");
  assert.equal(dutySentence([fires, card("B", { kinds: [] })]), "2 on duty: A (the whole city, only Start of fire), B");
});

test("who goes on duty comes in, and who leaves goes out", () => {
  const both = apply(fromSnapshot(snapshot), { n: 2, kind: "duty", card: card("B") });
  assert.deepEqual([...both.duty.keys()], ["A", "B"]);
  const left = apply(both, { n: 3, kind: "duty", card: card("A", { left: true }) });
  assert.deepEqual([...left.duty.keys()], ["B"]);
});
