import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates, othersOf } from "../../static/js/incidents/choosing.js";
import { grouped, incidentsOf, metresBetween, whyOf } from "../../static/js/incidents/groups.js";
import { hull } from "../../static/js/incidents/hull.js";
import { stepSentence, titleOf, whySentence } from "../../static/js/incidents/words.js";
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
  const seen = state([card("a", 5), card("b", 1), card("c", 9)], { a: "i", b: "i", c: "j" });
  assert.deepEqual([...incidentsOf(seen)], [["i", ["b", "a"]]]);
});

test("what was gathered of the same cards is gathered anew when an alert was split out", () => {
  const seen = state([card("a"), card("b", 1)], { a: "i", b: "i" });
  assert.equal(incidentsOf(seen).size, 1);
  assert.equal(incidentsOf({ ...seen, incidents: new Map() }).size, 0);
});

test("an alert that is not in sight counts for nothing", () => {
  assert.equal(incidentsOf(state([card("a")], { a: "i", gone: "i" })).size, 0);
});

test("why is how many cameras, across how many metres, within how many seconds", () => {
  const north = 60.17 + 40 / 111_195;
  const why = whyOf([card("a", 0), card("b", 20, { lat: north }), card("c", 3, { camera: "camera of a" })]);
  assert.deepEqual({ ...why, metres: Math.round(why.metres) }, { cameras: 2, metres: 40, seconds: 20 });
  assert.equal(whySentence(why, createFormat("en")).replaceAll("\u00a0", " "), "2 cameras, 40 m, 20 s");
  const close = whySentence({ ...why, metres: 7.4 }, createFormat("en"));
  assert.equal(close.replaceAll("\u00a0", " "), "2 cameras, 7 m, 20 s");
});

test("metres are across the box around all places, a degree to the east being half of one to the north", () => {
  const at = (id, east, north) => card(id, 0, { lon: east / 111_195 / 0.4975, lat: 60.17 + north / 111_195 });
  assert.ok(Math.abs(whyOf([at("a", 0, 0), at("b", 30, 0), at("c", 0, 40)]).metres - 50) < 0.1);
});

test("what an undo would take back is said by who did it and why, of the machine by how near and how soon", () => {
  const with_ = { format: createFormat("en"), time: { absolute: () => "12:00" } };
  const joined = { verb: "joined", by: "", reason: "", facts: { metres: 20, seconds: 15 }, at: "" };
  const split = { verb: "split", by: "bert", reason: "A cyclist.", facts: {}, at: "" };
  assert.equal(
    stepSentence(joined, with_).replaceAll("\u00a0", " "),
    "The machine joined this · 20 m and 15 s from the one before · 12:00",
  );
  assert.equal(stepSentence(split, with_), "bert split an alert out · A cyclist. · 12:00");
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

test("of an incident the nearest alert is offered, in place and time: ten minutes are as far as 200 metres", () => {
  const away = (metres) => ({ lat: 60.17 + metres / 111_195 });
  const later = (id, minutes, metres) => ({
    ...card(id, 0, away(metres)),
    captured_at: `2026-06-01T12:${minutes}:00+00:00`,
  });
  const cards = [card("a"), card("b", 0, away(300)), card("c", 0, away(10)), later("d", 10, 0), later("e", 10, 50)];
  const seen = state(cards, { b: "i", c: "i" });
  const found = candidates(seen.alerts.get("a"), seen).map(({ card: { id } }) => id);
  assert.deepEqual(found, ["c", "d", "e"]);
  const near = state([card("a"), card("b", 0, away(230)), later("c", 10, 0), later("d", 12, 0)], {});
  assert.deepEqual(
    candidates(near.alerts.get("a"), near).map(({ card: { id } }) => id),
    ["c", "b", "d"],
  );
});

test("no more than thirty are offered", () => {
  const seen = state([card("a"), ...Array.from({ length: 40 }, (_, number) => card(`n${number}`))], {});
  assert.equal(candidates(seen.alerts.get("a"), seen).length, 30);
});

test("metres are those of the ground", () => {
  assert.ok(Math.abs(metresBetween(card("a"), card("b", 0, { lat: 60.171 })) - 111.2) < 0.5);
  assert.ok(Math.abs(metresBetween(card("a"), card("b", 0, { lon: 24.941 })) - 55.3) < 0.5);
});

test("a hull goes around all places once and closes", () => {
  const ring = hull([
    [0, 0],
    [2, 0],
    [1, 1],
    [2, 0],
    [1, 0],
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

test("what only people raised comes from no camera", () => {
  const calls = ["a", "b"].map((id) => ({ ...card(id, 0), camera: null }));
  const why = whyOf(calls);
  assert.equal(why.cameras, 0);
  assert.match(titleOf(calls, why, createFormat("en")), / · 2 alerts by hand$/);
  assert.equal(whyOf([...calls, card("c", 1)]).cameras, 1);
});
