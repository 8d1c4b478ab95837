import assert from "node:assert/strict";
import { test } from "node:test";
import { createFormat } from "../../static/js/lib/format.js";
import { createTime } from "../../static/js/lib/time.js";
import { ledClip } from "../../static/js/video/clipkeys.js";
import { indexAt, inside, offset, SPEEDS, shortfall, speed, strip } from "../../static/js/video/strip.js";

const format = createFormat("en");
const NOON = Date.parse("2026-06-01T12:00:00Z");
const iso = (seconds) => new Date(NOON + seconds * 1000).toISOString();
const clip = (more = {}) =>
  strip({
    starts_at: iso(-10),
    captured_at: iso(0),
    ends_at: iso(10),
    times: [0, 400, 1000, 10_000, 10_001],
    boxes: [null, null, null, null, null],
    zone: [],
    ...more,
  });

test("a picture stands from its own time until the next one", () => {
  const shown = clip();
  const moments = [0, 399, 400, 999.9, 5000, 10_000.4, 20_000];
  // Two milliseconds early is a rounding of the player, not the picture before.
  assert.deepEqual(
    moments.map((moment) => indexAt(shown, moment)),
    [0, 1, 1, 2, 2, 4, 4],
  );
});

test("the player is led inside of a picture, also of one that lasts a millisecond or is the last", () => {
  const shown = clip();
  for (const index of shown.times.keys()) {
    const moment = inside(shown, index);
    assert.ok(moment >= shown.times[index] && moment < (shown.times[index + 1] ?? shown.lasts), `${index}`);
  }
  assert.equal(inside(shown, 1), 420);
});

test("what is shown is told by its distance from the event", () => {
  const shown = clip();
  const said = [0, 2, 3].map((index) => offset(shown, index, format));
  assert.deepEqual(said, ["10\u00a0s before the event", "9\u00a0s before the event", "at the event"]);
  assert.equal(offset(clip({ times: [0, 10_400] }), 1, format), "0.4\u00a0s after the event");
});

test("a clip that shows less than ten seconds on a side says so, and one that shows all says nothing", () => {
  assert.equal(shortfall(clip(), format), "");
  assert.equal(
    shortfall(clip({ starts_at: iso(-2.5) }), format),
    "It begins 2.5\u00a0s before the event: nothing older was kept.",
  );
  assert.equal(
    shortfall(clip({ ends_at: iso(4), times: [0] }), format),
    "It ends 4\u00a0s after the event: the camera showed no more.",
  );
});

test("speeds go up and down in steps and stay at their ends", () => {
  assert.equal(speed(1, 1), 2);
  assert.equal(speed(1, -1), 0.5);
  assert.equal(speed(SPEEDS.at(-1), 1), SPEEDS.at(-1));
  assert.equal(speed(SPEEDS[0], -1), SPEEDS[0]);
});

test("the time of a picture is the city's, with tenths as the language writes them", () => {
  const at = NOON + 7460;
  const tenths = (language) => createTime({ zone: "Europe/Paris", language }).tenths(at);
  assert.equal(tenths("en"), "14:00:07.4");
  assert.equal(tenths("fr"), "14:00:07,4");
});

function pressed(key, focus, { alert = {}, shows = true } = {}) {
  const did = [];
  const picture = {
    play: () => did.push("play") > 0,
    step: (by) => shows && did.push(`step ${by}`) > 0,
    pace: (by) => shows && did.push(`pace ${by}`) > 0,
  };
  const target = { closest: (selector) => (focus && selector.includes(focus) ? {} : null) };
  const event = { key, target, preventDefault: () => did.push("prevented") };
  return { led: ledClip(event, { alert, picture }), did };
}

test("space plays, arrows go by picture, and angle brackets change the speed", () => {
  const all = [" ", "ArrowLeft", "ArrowRight", "<", ">"].map((key) => pressed(key).did[0]);
  assert.deepEqual(all, ["play", "step -1", "step 1", "pace -1", "pace 1"]);
  assert.deepEqual(pressed("ArrowLeft").did, ["step -1", "prevented"]);
});

test("a key that the clip does not use stays what it was", () => {
  assert.deepEqual(pressed("q"), { led: false, did: [] });
  assert.deepEqual(pressed("ArrowLeft", "", { shows: false }), { led: false, did: [] });
  assert.deepEqual(pressed(" ", "", { alert: null }), { led: false, did: [] });
});

test("space stays with a button that has the focus, and arrows with the map", () => {
  assert.deepEqual(pressed(" ", "summary"), { led: false, did: [] });
  assert.deepEqual(pressed("ArrowLeft", ".maplibregl-map"), { led: false, did: [] });
  assert.equal(pressed("ArrowLeft", "summary").led, true);
});
