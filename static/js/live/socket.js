/** The live connection: opens, hears, notices silence, and comes back by itself from the number it knows. */

import { backoff } from "../lib/backoff.js";

/** Close codes that ask for more than a new try, as in live/closing.py. */
const CLOSE = { NO_LOGIN: 4401, NO_RIGHT: 4403, TOO_OLD: 4410, FLOOD: 4429 };
const PING_MS = 10_000;
const SILENCE_MS = 25_000;
const FLOOD_MS = 30_000;

/**
 * Events: "frame" (detail: the parsed frame), "state", "stale" (the number is too old, take a snapshot).
 * status: "connecting" | "open" | "lost" | "logged-out" | "refused"; lostAt: machine time when it went.
 */
export class LiveSocket extends EventTarget {
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #heardAt = 0;

  /** @param {{since: () => number, path?: string}} options */
  constructor({ since, path = "/live/ws/" }) {
    super();
    this.since = since;
    this.path = path;
    this.status = "connecting";
    this.lostAt = null;
    setInterval(() => this.#checkPulse(), PING_MS);
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#checkPulse());
  }

  open() {
    clearTimeout(this.#timer);
    this.#drop();
    const url = new URL(`${this.path}?since=${this.since()}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#heardAt = Date.now();
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code);
  }

  /** Stays closed: the person is logged out, or has not the right. */
  shut(isLoggedOut) {
    clearTimeout(this.#timer);
    this.#drop();
    this.#say(isLoggedOut ? "logged-out" : "refused");
  }

  #hear(frame) {
    this.#heardAt = Date.now();
    if (this.status !== "open") {
      this.#attempt = 0;
      this.lostAt = null;
      this.#say("open");
    }
    if (frame.pong === undefined) this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
  }

  #closed(code) {
    this.#socket = null;
    if (code === CLOSE.NO_LOGIN || code === CLOSE.NO_RIGHT) return this.shut(code === CLOSE.NO_LOGIN);
    this.lostAt ??= Date.now();
    this.#say("lost");
    if (code === CLOSE.TOO_OLD) return this.dispatchEvent(new Event("stale"));
    const wait = code === CLOSE.FLOOD ? FLOOD_MS : backoff(this.#attempt++);
    this.#timer = setTimeout(() => this.open(), wait);
  }

  /** A laptop that slept, or a cable that was pulled, closes nothing by itself: too long a silence does. */
  #checkPulse() {
    if (!this.#socket) return;
    if (Date.now() - this.#heardAt > SILENCE_MS) this.#abandon();
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ ping: Date.now() }));
  }

  #abandon() {
    this.#drop();
    this.#closed(0);
  }

  #hurry() {
    if (this.status === "lost") this.open();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #say(status) {
    this.status = status;
    this.dispatchEvent(new Event("state"));
  }
}
