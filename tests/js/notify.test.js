import assert from "node:assert/strict";
import { test } from "node:test";
import { Notifier } from "../../static/js/alerts/notify.js";
import { Sound } from "../../static/js/lib/sound.js";

const card = (more = {}) => ({
  id: "a",
  kind: "intrusion",
  severity: "high",
  state: "new",
  camera: "c",
  street: "Kaivokatu",
  district: "Centre",
  exercise: false,
  ...more,
});

/** A browser that was allowed to notify, or was not; and what it showed. */
function desk({ permission = "granted", isHidden = true, snoozed = new Set() } = {}) {
  const shown = [];
  class Api {
    static permission = permission;
    constructor(title, options) {
      Object.assign(this, { title, ...options, close: () => {} });
      shown.push(this);
    }
  }
  const room = Object.assign(new EventTarget(), { filter: { snoozed }, selected: null });
  room.select = (id) => {
    room.selected = id;
  };
  new Notifier({ room, api: Api, isHidden: () => isHidden });
  const arrive = (...cards) => room.dispatchEvent(new CustomEvent("arrived", { detail: cards }));
  return { shown, room, arrive };
}

test("a severe alert is told outside the page while nobody looks at it, and a click leads to it", () => {
  const { shown, room, arrive } = desk();
  arrive(card({ id: "low", severity: "low" }), card());
  assert.equal(shown.length, 1);
  assert.match(shown[0].body, /Kaivokatu · Centre/);
  shown[0].onclick();
  assert.equal(room.selected, "a");
});

test("nothing is told to who looks, of what is mild or set aside, or where the person did not allow it", () => {
  for (const [options, more] of [
    [{ isHidden: false }, {}],
    [{}, { severity: "medium" }],
    [{ snoozed: new Set(["c intrusion"]) }, {}],
    [{ permission: "denied" }, {}],
    [{ permission: "default" }, {}],
  ]) {
    const { shown, arrive } = desk(options);
    arrive(card(more));
    assert.equal(shown.length, 0);
  }
});

test("a browser without notifications says so", () => {
  const room = Object.assign(new EventTarget(), { filter: { snoozed: new Set() } });
  assert.equal(new Notifier({ room, api: null }).state, "none");
});

/** An audio output that counts its tones. */
function speaker() {
  const played = [];
  const node = { connect: (next) => next, start: () => {}, stop: () => {}, frequency: {} };
  const gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  globalThis.AudioContext = class {
    state = "suspended";
    currentTime = 0;
    async resume() {
      this.state = "running";
    }
    createOscillator() {
      played.push("tone");
      return { ...node };
    }
    createGain() {
      return { ...node, gain };
    }
  };
  return played;
}

test("each log-in sounds once when the browser lets it, and loading the page again does not", async () => {
  const kept = {};
  const storage = {
    getItem: (key) => kept[key] ?? null,
    setItem: (key, value) => {
      kept[key] = value;
    },
  };
  const played = speaker();
  const open = async (login) => {
    const target = new EventTarget();
    new Sound({ login, storage, target });
    target.dispatchEvent(new Event("keydown"));
    await new Promise((done) => setTimeout(done));
    return played.splice(0).length;
  };
  assert.equal(await open("anna 1"), 2);
  assert.equal(await open("anna 1"), 0);
  assert.equal(await open("anna 2"), 2);
});
