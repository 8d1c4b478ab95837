import assert from "node:assert/strict";
import { test } from "node:test";
import { createTime, HOUR, MINUTE, SECOND, span } from "../../static/js/lib/time.js";

const NOON = Date.parse("2026-06-01T12:00:00Z");
const helsinki = (machine = NOON) => createTime({ zone: "Europe/Helsinki", language: "en", machine: () => machine });
const plain = (text) => text.replaceAll("\u00a0", " ");

test("a length of time has one unit that a person reads at a glance", () => {
  const lengths = [0, 59.9 * SECOND, MINUTE, 59 * MINUTE, HOUR + 5 * MINUTE, 49 * HOUR];
  assert.deepEqual(
    lengths.map((length) => plain(span(length))),
    ["0 s", "59 s", "1 min", "59 min", "1 h 05 min", "2 d"],
  );
});

test("times are those of the city, wherever the computer stands", () => {
  assert.equal(helsinki().clock("2026-06-01T12:03:07Z"), "15:03:07");
  assert.equal(helsinki().minute("2026-12-01T12:03:07Z"), "14:03");
});

test("midnight is 00, not 24", () => {
  assert.equal(helsinki().clock("2026-06-01T21:00:00Z"), "00:00:00");
});

test("an age follows the server's clock when the computer's is wrong", () => {
  const time = helsinki(NOON + 7 * MINUTE);
  time.learn("2026-06-01T12:00:00Z");
  assert.equal(plain(time.ago("2026-06-01T11:59:48Z")), "12 s ago");
});

test("what was captured a moment ahead of the server's clock is not from the future", () => {
  assert.equal(plain(helsinki().ago("2026-06-01T12:00:01Z")), "0 s ago");
});

test("a time of yesterday says its day", () => {
  assert.equal(helsinki().absolute("2026-06-01T11:59:00Z"), "14:59:00");
  assert.match(helsinki().absolute("2026-05-31T12:00:00Z"), /31 May.*15:00/);
});
