import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { add, clicked, move, remove, set, written } from "../../static/js/exercises/rows.js";

const { title, rows, text } = JSON.parse(readFileSync(new URL("../exercises/written.json", import.meta.url), "utf8"));
const first = { kind: "accident", place: "24.94, 60.17" };

test("rows are written as a script that the server reads", () => {
  assert.equal(written(title, rows), text);
});

test("a script without alerts is one that says so", () => {
  assert.equal(written("One", []), 'title: "One"\nalerts: []\n');
});

test("a row that is added comes half a minute after the last, of its kind and at its place", () => {
  assert.deepEqual(add([], first), [{ second: 0, severity: "medium", text: "", ...first }]);
  const [, second] = add([{ ...rows[0], second: "20" }], first);
  assert.deepEqual([second.second, second.kind, second.place], [50, "fire", "24.9400, 60.1700"]);
  assert.equal(add([{ ...rows[0], second: "soon" }], first)[1].second, 0);
});

test("a row that is moved comes in the second of the one with which it changes places", () => {
  const moved = move(rows, 1, -1);
  assert.deepEqual(
    moved.map(({ second, kind }) => [second, kind]),
    [
      [0, "crowd_movement"],
      [40, "fire"],
      ["soon", "no: kind"],
    ],
  );
  assert.equal(move(rows, 0, -1), rows);
  assert.equal(move(rows, 2, 1), rows);
});

test("a row is changed and taken out, and the others stay", () => {
  assert.deepEqual(
    remove(rows, 1).map(({ kind }) => kind),
    ["fire", "no: kind"],
  );
  assert.equal(set(rows, 1, { text: "Run!" })[1].text, "Run!");
  assert.equal(rows[1].text, "");
});

test("a place that is clicked is written as numbers", () => {
  const place = clicked({ lng: 24.94, lat: -60.1700004 });
  assert.match(written("One", [{ ...rows[0], place }]), /place: \[24\.940000, -60\.170000\]/);
});
