import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates, othersOf } from "../../static/js/incidents/choosing.js";
import { grouped, incidentsOf, metresBetween, whyOf } from "../../static/js/incidents/groups.js";
import { hull } from "../../static/js/incidents/hull.js";
import { titleOf, whySentence } from "../../static/js/incidents/words.js";
import { createFormat } from "../../static/js/lib/format.js";

const card = (id, second = 0, more = {}) => ({
  id,
  kind: "intrusion",
  camera: `camera of ${id}`,
  captured_at: `2026-06-01T12:00:${String(second).padStart(2, "0")}+00:00`,
  lon: 24.94,
  lat: 60.17,
  ...more,
});
const state = (cards, incidents) => ({
  alerts: new Map(cards.map((one) => [one.id, one])),
  incidents: new Map(Object.entries(incidents).map(([id, incident]) => [id, { id, incident }])),
});

test("an incident is what two alerts in sight say of themselves, in the order of their capture", () => {
  const seen = state([card("b", 5), card("a", 1), card("c", 9)], { a: "i", b: "i", c: "j" });
  assert.deepEqual([...incidentsOf(seen)], [["i", ["a", "b"]]]);
});

test("an alert that is not in sight counts for nothing", () => {
  assert.equal(incidentsOf(state([card("a")], { a: "i", gone: "i" })).size, 0);
});

test("why is how many cameras, across how many metres, within how many seconds", () => {
  const north = 60.17 + 40 / 111_195;
  const why = whyOf([card("a", 0), card("b", 20, { lat: north }), card("c", 3, { camera: "camera of a" })]);
  assert.deepEqual({ ...why, metres: Math.round(why.metres) }, { cameras: 2, metres: 40, seconds: 20 });
  assert.equal(whySentence(why, createFormat("en")).replaceAll("\u00a0", " "), "2 cameras, 40 m, 20 s");
});

test("a group is named by its kinds, its alerts and its cameras", () => {
  const cards = [card("a"), card("b", 1, { kind: "fire" }), card("c", 2, { camera: "camera of a" })];
  assert.equal(titleOf(cards, whyOf(cards), createFormat("en")), "intrusion, fire · 3 alerts of 2 cameras");
});

const incidentOf = (id) => ({ a: "i", b: "i", c: "i", x: "j" })[id];

test("members stand behind the first of them, which keeps its place", () => {
  const { ids, groups } = grouped(["n", "a", "m", "b", "c"], incidentOf, () => true);
  assert.deepEqual(ids, ["n", "a", "b", "c", "m"]);
  assert.deepEqual([...groups], [["i", ["a", "b", "c"]]]);
});

test("a folded group shows its first alert alone", () => {
  assert.deepEqual(grouped(["n", "a", "m", "b", "c"], incidentOf, () => false).ids, ["n", "a", "m"]);
});

test("one alert that the filter left over is no group", () => {
  const { ids, groups } = grouped(["x", "n"], incidentOf, () => false);
  assert.deepEqual([ids, groups.size], [["x", "n"], 0]);
});

test("the others of an alert are those of its incident", () => {
  const seen = state([card("a"), card("b", 1), card("c", 2)], { a: "i", b: "i" });
  assert.deepEqual(
    othersOf("a", seen).map(({ id }) => id),
    ["b"],
  );
  assert.deepEqual(othersOf("c", seen), []);
});

test("an alert may be merged with other incidents and lone alerts, the nearest first, each once", () => {
  const far = { lat: 60.19 };
  const seen = state([card("a"), card("b", 1), card("c", 2), card("d", 3), card("e", 4, far)], {
    a: "i",
    b: "i",
    c: "j",
    d: "j",
  });
  const found = candidates(seen.alerts.get("a"), seen);
  assert.deepEqual(
    found.map(({ card: { id }, count }) => [id, count]),
    [
      ["c", 2],
      ["e", 1],
    ],
  );
});

test("metres are those of the ground", () => {
  assert.ok(Math.abs(metresBetween(card("a"), card("b", 0, { lon: 24.941 })) - 55.3) < 0.5);
});

test("a hull goes around all places once and closes", () => {
  const ring = hull([
    [0, 0],
    [2, 0],
    [1, 1],
    [2, 2],
    [0, 2],
  ]);
  assert.deepEqual(ring, [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
    [0, 0],
  ]);
});
