/** The pictures' socket of a page: one for all its views, open only while somebody looks. */

import { backoff } from "../lib/backoff.js";
import { readFrame } from "./frame.js";

/** Close codes that end it, as in hypervision/live/closing.py. */
const CLOSE = { NO_LOGIN: 4401, NO_RIGHT: 4403 };
const PATH = "/live/view/";
/** Between two wishes: whoever walks through the queue by key opens no camera on the way. */
const ASK_MS = 500;
/** Between two words of how many pictures have arrived. */
const TELL_MS = 100;
/** As the room's socket does: a laptop that slept closes nothing by itself, too long a silence does. */
const PING_MS = 10_000;
const SILENCE_MS = 25_000;
/** What was refused may be allowed again: a stop was lifted, a place became free. */
const AGAIN_MS = 5000;

/** status: "idle" | "connecting" | "open" | "lost" | "logged-out" | "refused". */
export class Feeds {
  #viewers = new Map();
  #refused = {};
  #socket = null;
  #attempt = 0;
  #retry = 0;
  #asking = 0;
  #askedAt = 0;
  #got = 0;
  #telling = 0;
  #heardAt = 0;

  constructor({ open = (url) => new WebSocket(url), learn = () => {} } = {}) {
    this.open = open;
    this.learn = learn;
    this.status = "idle";
    setInterval(() => Object.keys(this.#refused).length && this.#ask(), AGAIN_MS);
    setInterval(() => this.#checkPulse(), PING_MS);
  }

  /** Shows a camera until the function that it returns is called. @param {(frame: object) => void} viewer */
  look(camera, viewer) {
    const viewers = this.#viewers.get(camera) ?? new Set();
    this.#viewers.set(camera, viewers.add(viewer));
    this.#ask();
    return () => {
      viewers.delete(viewer);
      if (!viewers.size && this.#viewers.get(camera) === viewers) this.#viewers.delete(camera);
      this.#ask();
    };
  }

  /** Why the server does not show this camera, in every language; undefined when it does. */
  refusal(camera) {
    return this.#refused[camera];
  }

  /** All that is wanted, in one word; what changes within a moment goes together. */
  #ask() {
    if (this.#asking) return;
    const wait = Math.max(0, this.#askedAt + ASK_MS - Date.now());
    this.#asking = setTimeout(() => {
      this.#asking = 0;
      this.#askedAt = Date.now();
      this.#send();
    }, wait);
  }

  #send() {
    const cameras = [...this.#viewers.keys()];
    if (!cameras.length) return this.#rest();
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ show: cameras }));
    else if (!this.#socket && !this.#retry) this.#dial();
  }

  #rest() {
    clearTimeout(this.#retry);
    this.#retry = 0;
    const socket = this.#socket;
    this.#socket = null;
    this.#refused = {};
    this.status = "idle";
    socket?.close();
  }

  #dial() {
    this.#retry = 0;
    const url = new URL(PATH, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = this.open(url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#got = 0;
    this.#heardAt = Date.now();
    if (this.status !== "lost") this.status = "connecting";
    socket.onmessage = ({ data }) => socket === this.#socket && this.#hear(data);
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code);
  }

  #hear(data) {
    this.#heardAt = Date.now();
    if (data instanceof ArrayBuffer) return this.#show(readFrame(data));
    const words = JSON.parse(data);
    if (words.hello) {
      this.status = "open";
      this.#attempt = 0;
      this.learn(words.hello.server_time);
      this.#send();
    }
    if (words.refused) this.#refused = words.refused;
  }

  #show(frame) {
    this.#got += 1;
    this.#telling ||= setTimeout(() => this.#tell(), TELL_MS);
    for (const viewer of this.#viewers.get(frame.camera) ?? []) viewer(frame);
  }

  #tell() {
    this.#telling = 0;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ got: this.#got }));
  }

  #checkPulse() {
    const socket = this.#socket;
    if (!socket) return;
    if (Date.now() - this.#heardAt > SILENCE_MS) {
      this.#closed(0);
      socket.close();
    } else if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ ping: Date.now() }));
  }

  #closed(code) {
    this.#socket = null;
    this.#refused = {};
    if (code === CLOSE.NO_LOGIN || code === CLOSE.NO_RIGHT) {
      this.status = code === CLOSE.NO_LOGIN ? "logged-out" : "refused";
      return;
    }
    this.status = "lost";
    this.#retry = setTimeout(() => this.#dial(), backoff(this.#attempt++));
  }
}
