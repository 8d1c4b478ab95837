import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrame } from "../../static/js/video/frame.js";
import { standing } from "../../static/js/video/standing.js";
import { around, arrangement } from "../../static/js/wall/arrangement.js";

const NOW = 1_700_000_000_000;
const watching = { id: "c", state: "watching", reason: {}, wanted_rate: 5 };
const seen = (more = {}) => ({
  card: watching,
  connection: "open",
  at: NOW - 400,
  since: NOW - 60_000,
  moved: true,
  view: "",
  now: NOW,
  ...more,
});
const state = (more) => standing(seen(more), "en").state;

test("a frame names its camera, its capture and its view", () => {
  const name = new TextEncoder().encode("Cour d’école");
  const bytes = new Uint8Array(25 + name.length + 3);
  bytes.set([0x96, 0x27, 0x28, 0x19, 0xe5, 0x93, 0x59, 0xd8, 0x86, 0x73, 0x19, 0x7f, 0x15, 0x32, 0xa9, 0xe8]);
  new DataView(bytes.buffer).setBigUint64(16, BigInt(NOW));
  bytes[24] = name.length;
  bytes.set(name, 25);
  bytes.set([255, 216, 1], 25 + name.length);
  const frame = readFrame(bytes.buffer);
  assert.equal(frame.camera, "96272819-e593-59d8-8673-197f1532a9e8");
  assert.equal(frame.at, NOW);
  assert.equal(frame.view, "Cour d’école");
  assert.deepEqual([...frame.jpeg], [255, 216, 1]);
});

test("a live picture says how old it is, whether anything moves, and at which view the camera looks", () => {
  assert.equal(standing(seen(), "en").badge, "Live · 0.4\u00a0s");
  assert.equal(standing(seen({ moved: false, view: "Yard" }), "en").badge, "Live · 0.4\u00a0s · nothing moves · Yard");
});

test("a clock that is ahead shows no negative age", () => {
  assert.equal(standing(seen({ at: NOW + 300 }), "en").badge, "Live · 0.0\u00a0s");
});

test("three seconds without a picture are frozen, and it stays to be seen", () => {
  assert.equal(state({ at: NOW - 3000 }), "watching");
  assert.equal(state({ at: NOW - 3001 }), "frozen");
  const frozen = standing(seen({ at: NOW - 7000 }), "en");
  assert.deepEqual([frozen.state, frozen.keeps, frozen.words], ["frozen", true, "Frozen: no picture for 7\u00a0s."]);
});

test("a camera that is looked at once in five seconds is not frozen in between", () => {
  assert.equal(state({ card: { ...watching, wanted_rate: 0.2 }, at: NOW - 6000 }), "watching");
  assert.equal(state({ card: { ...watching, wanted_rate: 0.2 }, at: NOW - 13_000 }), "frozen");
});

test("who has just begun to look waits, and is told when nothing comes", () => {
  assert.equal(state({ at: 0, since: NOW - 1000 }), "waiting");
  const none = standing(seen({ at: 0, since: NOW - 5000 }), "en");
  assert.deepEqual([none.state, none.words], ["frozen", "No picture has come for 5\u00a0s."]);
});

for (const [said, camera] of [
  ["stopped", "stopped"],
  ["not_watching", "not_watching"],
  ["reconnecting", "reconnecting"],
  ["not_authorised", "not_authorised"],
]) {
  test(`of a camera that is ${said} no picture stays, and the reason is read`, () => {
    const shown = standing(seen({ card: { ...watching, state: camera, reason: { en: "Works in the street" } } }), "en");
    assert.equal(shown.state, "silent");
    assert.equal(shown.keeps, false);
    assert.match(shown.words, /Works in the street/);
  });
}

test("what the server refuses is said in its words, and no picture stays", () => {
  const shown = standing(seen({ refusal: { en: "Sums only.", fr: "Que des sommes." } }), "fr");
  assert.deepEqual([shown.state, shown.words, shown.keeps], ["refused", "Que des sommes.", false]);
});

test("who stopped a camera and why is read before the server's bare refusal", () => {
  const stopped = { ...watching, state: "stopped", reason: { en: "bert: Works in the street" } };
  assert.match(standing(seen({ card: stopped, refusal: { en: "Stopped." } }), "en").words, /bert: Works/);
});

test("a picture of a lost connection is said not to be live", () => {
  for (const connection of ["lost", "logged-out"]) {
    const shown = standing(seen({ connection }), "en");
    assert.deepEqual([shown.state, shown.keeps, shown.badge], ["lost", true, ""]);
  }
});

test("of who may not see pictures any more none stays", () => {
  const shown = standing(seen({ connection: "refused" }), "en");
  assert.deepEqual([shown.state, shown.keeps, shown.badge], ["refused", false, ""]);
  assert.match(shown.words, /role/);
});

test("a camera that was taken away is gone", () => {
  assert.equal(state({ card: undefined }), "gone");
});

const camera = (id, lon, more = {}) => [id, { id, name: id, lon, lat: 60, ...more }];
const CITY = new Map([
  camera("far", 24.99),
  camera("own", 24.95),
  camera("near", 24.9401),
  camera("mark", 24.94, { stream: false }),
]);
const alert = { camera: "own", lon: 24.94, lat: 60 };

test("the wall shows the alert's own camera first, then the nearest, and no mark without a stream", () => {
  assert.deepEqual(
    around(alert, CITY).map(({ id }) => id),
    ["own", "near", "far"],
  );
});

test("places without a camera stay empty", () => {
  assert.deepEqual(arrangement({ size: 4, follow: true, chosen: [], alert, cameras: CITY }), [
    "own",
    "near",
    "far",
    null,
  ]);
});

test("without an alert the cameras stand by name", () => {
  const shown = arrangement({ size: 4, follow: true, chosen: ["own"], alert: null, cameras: CITY });
  assert.deepEqual(shown, ["far", "near", "own", null]);
});

test("chosen by hand, a camera keeps its place; one that is gone leaves it empty", () => {
  const chosen = [null, "near", "gone"];
  assert.deepEqual(arrangement({ size: 4, follow: false, chosen, alert, cameras: CITY }), [null, "near", null, null]);
});
