import assert from "node:assert/strict";
import { test } from "node:test";
import {
  add,
  awaited,
  begin,
  choose,
  move,
  pairs,
  put,
  redo,
  remove,
  undo,
} from "../../static/js/calibration/marks.js";
import { corners, nearest } from "../../static/js/calibration/snap.js";
import { current, mismatch, standing, within } from "../../static/js/calibration/views.js";
import { ellipse } from "../../static/js/map/geo.js";

const HERE = [24.94, 60.17];

test("a click in the picture and one on the map are one mark, in whichever order", () => {
  const first = put(put(begin(), "pixel", [10, 20]), "place", HERE);
  assert.deepEqual(first.marks, [{ pixel: [10, 20], place: HERE }]);
  const other = put(put(begin(), "place", HERE), "pixel", [10, 20]);
  assert.deepEqual(other.marks, first.marks);
});

test("several points may be clicked in the picture before their places; the newest is completed first", () => {
  const state = put(put(put(begin(), "pixel", [1, 1]), "pixel", [2, 2]), "place", HERE);
  assert.equal(state.marks[0].place, null);
  assert.equal(state.marks[1].place, HERE);
});

test("the page says which side is awaited", () => {
  assert.equal(awaited(begin()), null);
  assert.equal(awaited(put(begin(), "pixel", [1, 1])), "place");
  assert.equal(awaited(put(begin(), "place", HERE)), "pixel");
});

test("only whole pairs are sent, each with its number", () => {
  const state = put(add(put(begin(), "pixel", [1, 1]), [2, 2], HERE), "pixel", [3, 3]);
  assert.deepEqual(
    pairs(state).map(({ index }) => index),
    [1],
  );
});

test("every change can be taken back and done again, and a new one ends the way forward", () => {
  const two = add(add(begin(), [1, 1], HERE), [2, 2], HERE);
  const moved = move(two, 0, "pixel", [9, 9]);
  assert.deepEqual(undo(moved).marks, two.marks);
  assert.deepEqual(redo(undo(moved)).marks, moved.marks);
  assert.equal(redo(remove(undo(moved), 0)).marks.length, 1);
  assert.equal(undo(begin()).marks.length, 0);
});

test("choosing is no change that one would take back", () => {
  const state = choose(add(begin(), [1, 1], HERE), 0);
  assert.equal(state.past.length, 1);
});

test("nothing is removed where nothing is chosen", () => {
  const state = add(begin(), [1, 1], HERE);
  assert.equal(remove(state, -1), state);
});

const HOUSE = {
  type: "Polygon",
  coordinates: [
    [
      [0.001, 0.0],
      [0.002, 0.0005],
      [0.003, 0.001],
      [0.0025, 0.002],
      [0.0005, 0.001],
      [0.001, 0.0],
    ],
  ],
};

test("a point on a straight wall is no corner", () => {
  assert.ok(!corners(HOUSE).some(([lon]) => lon === 0.002));
  assert.equal(corners(HOUSE).length, 4);
});

test("where a tile cuts a house there is no corner", () => {
  const ring = HOUSE.coordinates[0].toSpliced(4, 1, [0.0015, 0.002]);
  assert.ok(!corners({ type: "Polygon", coordinates: [ring] }).some(([, lat]) => lat === 0.002));
});

test("the nearest corner attracts, from near enough only", () => {
  const project = ([lon, lat]) => ({ x: lon * 100_000, y: lat * 100_000 });
  const features = [{ geometry: HOUSE }, { geometry: { type: "LineString", coordinates: [HERE, HERE] } }];
  assert.deepEqual(nearest(features, { x: 305, y: 97 }, project, 12), [0.003, 0.001]);
  assert.equal(nearest(features, { x: 330, y: 97 }, project, 12), null);
});

test("an ellipse is as long as its axes, along its bearing", () => {
  const ring = ellipse(HERE, 10, 2, 90);
  const squeeze = 111_320 * Math.cos((HERE[1] * Math.PI) / 180);
  const east = Math.max(...ring.map(([lon]) => (lon - HERE[0]) * squeeze));
  const north = Math.max(...ring.map(([, lat]) => (lat - HERE[1]) * 111_320));
  assert.ok(Math.abs(east - 10) < 0.01 && Math.abs(north - 2) < 0.01);
});

const GATE = { id: "a", name: "Gate", taken_at: "2026-06-01T12:00:00Z" };
const YARD = { id: "b", name: "Yard", taken_at: null };

test("the view that was chosen counts, else that of the picture, else the only one", () => {
  assert.equal(current([GATE, YARD], "b", "a"), "b");
  assert.equal(current([GATE, YARD], "gone", "a"), "a");
  assert.equal(current([GATE, YARD], null, null), null);
  assert.equal(current([GATE], null, null), "a");
  assert.equal(current([], null, null), null);
});

test("what names no view belongs to each", () => {
  assert.deepEqual(within([{ preset: "a" }, { preset: null }, { preset: "b" }], "a"), [
    { preset: "a" },
    { preset: null },
  ]);
});

test("marks in the picture of another view are refused with what to do", () => {
  assert.equal(mismatch([GATE, YARD], "a", "a"), "");
  assert.equal(mismatch([GATE], "a", null), "");
  assert.match(mismatch([GATE, YARD], "b", "a"), /shows the view “Gate”. Turn the camera to “Yard”/);
  assert.match(mismatch([GATE, YARD], "b", null), /Nobody knows which view/);
  assert.match(mismatch([GATE, YARD], null, null), /Choose the view/);
});

test("it is said what happens when the camera looks at none of its views", () => {
  assert.match(standing([]), /nobody notices/);
  assert.match(standing([GATE, YARD]), /whenever it looks at no other one/);
  assert.match(standing([GATE]), /pauses and says so/);
});
