/** The windows of one desk: which part of the room this one shows, and how another one is opened. */

import { Mirror } from "./mirror.js";

const KEY = "hypervision:desk";
const PARTS = ["map", "queue"];
const SIZE = "popup,width=1280,height=900";

/** "map" or "queue" in a window of its own, null in the control room. */
export function partOf(search) {
  const part = new URLSearchParams(search).get("only");
  return PARTS.includes(part) ? part : null;
}

export class Desk {
  #storage;

  constructor(room, { search = location.search, storage = sessionStorage } = {}) {
    this.room = room;
    this.#storage = storage;
    this.part = partOf(search);
    if (this.part) {
      document.body.classList.add(`only-${this.part}`);
      room.sound.isQuiet = true; // the control room sounds already
    }
    const desk = new URLSearchParams(search).get("desk") ?? storage.getItem(KEY);
    if (desk) this.#join(desk);
  }

  /** @returns {boolean} whether the browser let the window open. */
  detach(part) {
    const desk = this.#storage.getItem(KEY) ?? crypto.randomUUID();
    if (!this.mirror) this.#join(desk);
    return open(`/map/?only=${part}&desk=${desk}${location.hash}`, `hypervision-${desk}-${part}`, SIZE) !== null;
  }

  /** Remembered for this window, so that it finds the others again after a reload. */
  #join(desk) {
    this.#storage.setItem(KEY, desk);
    this.mirror = new Mirror({ room: this.room, desk: `${this.room.facts.username}:${desk}` });
  }
}
