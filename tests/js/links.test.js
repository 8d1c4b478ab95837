import assert from "node:assert/strict";
import { test } from "node:test";
import { createFormat } from "../../static/js/lib/format.js";
import { area, away, length } from "../../static/js/map/geo.js";
import { readLink, writeLink } from "../../static/js/map/link.js";
import { areaWords, lengthWords } from "../../static/js/map/measures.js";

const ALERT = "0b7e1a52-9f3c-4a3a-8f64-1d2c3b4a5f60";
const SQUARE = [24.94, 60.17];
const at = Date.parse("2026-06-01T12:00:00Z");
const english = createFormat("en");

test("a link that was written is read as it was meant", () => {
  const hash = writeLink({ zoom: 17.256, lat: 60.170001, lon: 24.94, alert: ALERT, at });
  assert.equal(hash, `#map=17.26/60.17000/24.94000&alert=${ALERT}&at=2026-06-01T12:00:00.000Z`);
  assert.deepEqual(readLink(hash), {
    map: { zoom: 17.26, lat: 60.17, lon: 24.94 },
    alert: ALERT,
    at,
    isBroken: false,
  });
});

test("each part may stand alone, and none is a link to nothing in particular", () => {
  assert.deepEqual(readLink(`#alert=${ALERT}`), { map: null, alert: ALERT, at: null, isBroken: false });
  assert.deepEqual(readLink(writeLink({ zoom: 12, lat: -33.9, lon: -70.65 })).map, {
    zoom: 12,
    lat: -33.9,
    lon: -70.65,
  });
  assert.deepEqual(readLink(""), { map: null, alert: null, at: null, isBroken: false });
});

test("a link that lost its end is said to be broken, and what is whole of it holds", () => {
  for (const hash of ["#map=17/60.17", "#map=a/b/c", "#alert=0b7e1a52", "#alert=<img>", "#at=yesterday"]) {
    const { map, alert, at: moment, isBroken } = readLink(hash);
    assert.deepEqual([map, alert, moment, isBroken], [null, null, null, true], hash);
  }
  assert.equal(readLink(`#map=17/60.17/24.94&alert=0b7`).map.zoom, 17);
});

test("the way around a square of a hundred metres, and what lies in it", () => {
  const east = away(SQUARE, 100, 90);
  const corners = [SQUARE, east, away(east, 100, 0), away(SQUARE, 100, 0)];
  assert.ok(Math.abs(length(corners) - 300) < 0.1);
  assert.ok(Math.abs(area(corners) - 10_000) < 5);
  assert.ok(Math.abs(area(corners.toReversed()) - 10_000) < 5);
});

test("lengths and areas are told in the unit that people say", () => {
  const said = [3.25, 312.4, 999.4, 1000, 12_345].map((metres) => lengthWords(metres, english));
  assert.deepEqual(said, ["3.3\u00a0m", "312\u00a0m", "999\u00a0m", "1\u00a0km", "12.35\u00a0km"]);
  const areas = [4.25, 312, 9999, 10_000, 123_456, 2_400_000].map((square) => areaWords(square, english));
  assert.deepEqual(areas, [
    "4.3\u00a0m²",
    "312\u00a0m²",
    "9,999\u00a0m²",
    "1\u00a0ha",
    "12.35\u00a0ha",
    "2.4\u00a0km²",
  ]);
  assert.equal(lengthWords(1250, createFormat("fr")), "1,25\u00a0km");
});
