import assert from "node:assert/strict";
import { test } from "node:test";
import { localMinute, whatIsWrong } from "../../static/js/admin/recording.js";

const MOST = 300_000_000;

test("what is wrong with a recording is said before anything is sent", () => {
  assert.equal(whatIsWrong(undefined, MOST), "Choose a recording first.");
  assert.match(whatIsWrong({ size: 0 }, MOST), /empty/);
  assert.match(whatIsWrong({ size: 412_000_000 }, MOST), /has 412 MB, and at most 300 are taken/);
});

test("a recording within the limits is sent", () => {
  assert.equal(whatIsWrong({ size: 1 }, MOST), "");
  assert.equal(whatIsWrong({ size: MOST }, MOST), "");
});

test("the time of a file stands in the field as the field writes it", () => {
  assert.equal(localMinute(new Date(2026, 0, 5, 7, 3, 59)), "2026-01-05T07:03");
});
