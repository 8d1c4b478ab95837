import assert from "node:assert/strict";
import { test } from "node:test";
import { createFormat } from "../../static/js/lib/format.js";
import { gettext, interpolate, ngettext } from "../../static/js/lib/i18n.js";

const plain = (text) => text.replaceAll("\u00a0", " ");

test("French numbers have a thin space between thousands and a comma before decimals", () => {
  assert.equal(createFormat("fr").number(12345.6, 1), "12\u202f345,6");
});

test("a share is shown with its interval", () => {
  assert.equal(plain(createFormat("en").interval(0.708, 0.64, 0.77)), "71 % [64, 77]");
});

test("a French interval is written as the server's French sentences write it", () => {
  assert.equal(createFormat("fr").interval(0.708, 0.64, 0.77), "71\u202f% [64\u202f; 77]");
});

test("short lengths keep one decimal, long ones none, and both their unit", () => {
  const { metres, seconds } = createFormat("en");
  assert.deepEqual([metres(1.62), metres(41.7), seconds(6.2), seconds(12.4)].map(plain), [
    "1.6 m",
    "42 m",
    "6.2 s",
    "12 s",
  ]);
});

test("without a catalogue the English text stays and its places are filled", () => {
  assert.equal(interpolate(gettext("%(state)s by %(by)s"), { state: "Claimed", by: "Aino" }), "Claimed by Aino");
  assert.deepEqual([ngettext("one", "many", 1), ngettext("one", "many", 2)], ["one", "many"]);
});
