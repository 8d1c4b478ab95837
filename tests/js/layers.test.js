import assert from "node:assert/strict";
import { test } from "node:test";
import { boxOf, boxParameter, ringName, tileAddress } from "../../static/js/map/pasttiles.js";
import { Shown } from "../../static/js/map/shown.js";

function storage(kept = {}) {
  return {
    kept,
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => {
      kept[key] = value;
    },
  };
}

test("what a person shows is remembered for that person and for nobody else", () => {
  const here = storage();
  const anna = new Shown({ storage: here, name: "anna" });
  anna.turn("history", true);
  anna.turn("views", false);
  anna.choose("30d");
  const again = new Shown({ storage: here, name: "anna" });
  assert.deepEqual([again.has("history"), again.has("views"), again.span], [true, false, "30d"]);
  const bert = new Shown({ storage: here, name: "bert" });
  assert.deepEqual([bert.has("history"), bert.has("views"), bert.span], [false, true, "7d"]);
});

test("what cannot be read there counts as nothing", () => {
  for (const text of ["{", "null", '{"names": 7, "span": "1y"}']) {
    const shown = new Shown({ storage: storage({ "hypervision:layers:anna": text }), name: "anna" });
    assert.deepEqual([shown.has("alerts"), shown.has("heat"), shown.span], [true, false, "7d"]);
  }
});

test("a change is told once, and no change is not told", () => {
  const shown = new Shown({ storage: storage(), name: "anna" });
  let told = 0;
  shown.addEventListener("change", () => told++);
  shown.turn("heat", true);
  shown.turn("heat", true);
  shown.choose("7d");
  shown.choose("1y");
  assert.equal(told, 1);
});

test("the tiles of a minute have one address, those of the next another", () => {
  const at = (now, kind = "") => tileAddress({ origin: "http://here", span: "7d", kind, grain: "donuts", now });
  assert.equal(at(60_000), at(119_999));
  assert.notEqual(at(60_000), at(120_000));
  assert.equal(at(0, "fall"), "http://here/tiles/alerts/{z}/{x}/{y}.pbf?span=7d&grain=donuts&kind=fall&at=0");
});

test("a ring has a part for each group of states, and each state belongs to one", () => {
  const text = JSON.stringify(ringName());
  for (const state of ["new", "escalated", "claimed", "confirmed", "closed", "refuted", "expired_unreviewed"])
    assert.equal(text.split(`"${state}"`).length, 2, state);
});

test("alerts of one place do not come apart by looking nearer, those of a street do", () => {
  assert.equal(boxOf("24.94,60.17,24.94,60.17").isPlace, true);
  assert.deepEqual(boxOf("24.94,60.17,24.95,60.17"), { bounds: [24.94, 60.17, 24.95, 60.17], isPlace: false });
});

test("the box of a single place is asked for as one that is wider than nothing", () => {
  const [west, south, east, north] = boxParameter([24.94, 60.17, 24.94, 60.17]).split(",").map(Number);
  assert.ok(west < 24.94 && 24.94 < east && south < 60.17 && 60.17 < north);
});
