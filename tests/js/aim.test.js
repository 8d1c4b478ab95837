import assert from "node:assert/strict";
import { test } from "node:test";
import { angleFor, turnTo } from "../../static/js/admin/aim.js";
import { away } from "../../static/js/map/geo.js";

const SQUARE = [24.94, 60.17];

test("a direction is told in degrees clockwise from north", () => {
  for (const bearing of [0, 1, 45, 90, 180, 270, 359]) assert.equal(turnTo(SQUARE, away(SQUARE, 40, bearing)), bearing);
});

test("what a camera sees is twice as wide as its edge is aside, on either side", () => {
  for (const [bearing, edge, angle] of [
    [90, 120, 60],
    [90, 60, 60],
    [350, 20, 60],
    [10, 340, 60],
    [0, 180, 360],
    [0, 0, 1],
  ])
    assert.equal(angleFor(SQUARE, bearing, away(SQUARE, 40, edge)), angle);
});
