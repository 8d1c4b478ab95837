import assert from "node:assert/strict";
import { test } from "node:test";
import { Overlays, shownAs } from "../../static/js/map/overlays.js";
import { baseStyle } from "../../static/js/map/style.js";

const LAYER = { id: "7", name: "Green areas", attribution: "", tiles: ["http://here/{z}/{x}/{y}.pbf"] };

function overlays(answers) {
  const told = [];
  const made = new Overlays({ get: async () => answers.shift()(), changed: () => told.push(made.list.length) });
  return { made, told };
}

test("the list is asked for once, by whoever needs it first, and again after an import", async () => {
  const { made, told } = overlays([() => ({ layers: [LAYER] }), () => ({ layers: [] })]);
  made.start();
  made.start();
  await new Promise(setImmediate);
  assert.deepEqual(told, [1]);
  await made.ask();
  assert.deepEqual(told, [1, 0]);
});

test("what cannot be had now leaves what is known", async (t) => {
  t.mock.method(console, "warn", () => {});
  const fail = () => {
    throw new Error("away");
  };
  const { made, told } = overlays([() => ({ layers: [LAYER] }), fail]);
  await made.ask();
  await made.ask();
  assert.deepEqual([made.list, told], [[LAYER], [1]]);
});

test("another import makes other addresses, so that no cache answers with old tiles", async () => {
  const { made } = overlays([() => ({ layers: [LAYER] }), () => ({ layers: [LAYER] })]);
  await made.ask();
  const before = made.tilesOf(LAYER);
  await made.ask();
  assert.notDeepEqual(made.tilesOf(LAYER), before);
});

test("a layer of the city cannot be taken for one of the product's own", () => {
  assert.equal(shownAs("alerts"), "layer:alerts");
});

test("OpenStreetMap is named where the city's map comes from it, and nowhere else", () => {
  const named = (credit) => baseStyle({ theme: "dark", origin: "", credit }).sources.base.attribution;
  assert.match(named("© OpenStreetMap contributors · City"), /openstreetmap\.org\/copyright/);
  assert.match(named(undefined), /openstreetmap\.org\/copyright/);
  assert.equal(named("City"), "");
});
