import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document = { querySelector: () => null };
const { nameOf, pieces } = await import("../../static/js/board/download.js");

const answer = (headers) =>
  new Response(new Blob(["x".repeat(100_000)]), { headers: { "Content-Type": "text/html", ...headers } });

test("what comes is told as it comes, and is whole in the end", async () => {
  const told = [];
  const blob = await pieces(answer({ "Content-Length": "100000" }), (got, whole) => told.push([got, whole]));
  assert.equal(blob.size, 100_000);
  assert.deepEqual(told.at(-1), [100_000, 100_000]);
});

test("of an answer that does not say how long it is no share is known", async () => {
  const told = [];
  await pieces(answer({}), (_got, whole) => told.push(whole));
  assert.ok(told.every((whole) => whole === 0));
});

test("a file bears the name that the server gave it", () => {
  assert.equal(nameOf(answer({ "Content-Disposition": 'attachment; filename="events.html"' })), "events.html");
  assert.equal(nameOf(answer({})), "figures");
});
