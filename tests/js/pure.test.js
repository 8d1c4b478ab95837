import assert from "node:assert/strict";
import { test } from "node:test";
import { bins } from "../../static/js/components/bins.js";
import { backoff } from "../../static/js/lib/backoff.js";
import { away, sector } from "../../static/js/map/geo.js";

const SQUARE = [24.94, 60.17];

test("a hundred metres east is a change of longitude alone, as long as Helsinki's latitude makes it", () => {
  const [lon, lat] = away(SQUARE, 100, 90);
  assert.ok(Math.abs(lat - SQUARE[1]) < 1e-9);
  assert.ok(Math.abs((lon - SQUARE[0]) * 111_320 * Math.cos((60.17 * Math.PI) / 180) - 100) < 0.01);
});

test("a sector begins and ends at its camera and opens around its bearing", () => {
  const ring = sector(SQUARE, 30, 0, 60);
  assert.deepEqual([ring[0], ring.at(-1)], [SQUARE, SQUARE]);
  assert.ok(ring.slice(1, -1).every(([, lat]) => lat > SQUARE[1]));
});

test("alerts fall into their bin, those outside into none", () => {
  const at = (seconds) => ({ captured_at: new Date(seconds * 1000).toISOString(), severity: "high" });
  const rows = bins([at(-1), at(0), at(599), at(600), at(1200)], {
    from: 0,
    until: 1_200_000,
    width: 600_000,
    level: (card) => card.severity,
  });
  assert.deepEqual(rows, [
    { from: 0, total: 2, high: 2 },
    { from: 600_000, total: 1, high: 1 },
  ]);
});

test("waits between tries double up to a bound and differ from browser to browser", () => {
  assert.deepEqual(
    [0, 1, 2, 20].map((attempt) => backoff(attempt, 1)),
    [500, 1000, 2000, 20_000],
  );
  assert.equal(backoff(1, 0), 500);
});
