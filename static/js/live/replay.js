/** An hour of the past: its state at a moment that moves on, made of the snapshot at its beginning and what was told then. */

import { apply, fromSnapshot, withoutOld } from "./store.js";

/** How many times faster than it was. */
export const SPEEDS = [1, 10, 60, 600];

/** Two windows that play the same hour may be so far apart, in seconds of the reader. */
const APART_S = 2;

export class Replay {
  #snapshot;
  #frames;
  #next = 0;
  #ticked;

  /** @param {{begins: string, until: string, snapshot: object, frames: object[]}} hour as the server tells it. */
  constructor(hour, machine = () => performance.now()) {
    this.machine = machine;
    this.begins = Date.parse(hour.begins);
    this.until = Date.parse(hour.until);
    this.at = this.begins;
    this.state = fromSnapshot(hour.snapshot);
    this.speed = SPEEDS[1];
    this.isPlaying = true;
    this.#snapshot = hour.snapshot;
    this.#frames = hour.frames;
    this.#ticked = machine();
  }

  get isOver() {
    return this.at >= this.until;
  }

  /** Goes on as another window does; small differences are left alone. */
  follow({ at, speed, isPlaying }) {
    this.speed = speed;
    this.isPlaying = isPlaying;
    if (Math.abs(at - this.at) > APART_S * 1000 * (isPlaying ? speed : 0)) this.seek(at);
  }

  /** Goes to a moment of the hour, forwards or backwards. */
  seek(at) {
    if (at < this.at) {
      this.state = fromSnapshot(this.#snapshot);
      this.#next = 0;
    }
    this.at = Math.max(this.begins, Math.min(this.until, at));
    this.#ticked = this.machine();
    this.#catchUp();
  }

  /** Moves on by the time that has passed since the last call. @returns {boolean} whether anything that is shown changed. */
  tick() {
    const now = this.machine();
    const passed = now - this.#ticked;
    this.#ticked = now;
    if (!this.isPlaying || this.isOver) return false;
    this.at = Math.min(this.until, this.at + passed * this.speed);
    const before = this.state;
    this.#catchUp();
    return this.state !== before;
  }

  #catchUp() {
    while (this.#next < this.#frames.length && Date.parse(this.#frames[this.#next].at) <= this.at)
      this.state = apply(this.state, this.#frames[this.#next++]);
    this.state = withoutOld(this.state, this.at);
  }
}
