/** The control room's model: what is known (state), what the person looks at (filter, selection), and what they do. */

import { arrange, everything, snoozeKey } from "../alerts/order.js";
import { Outbox } from "../alerts/outbox.js";
import { get, Problem, post } from "../lib/api.js";
import { backoff } from "../lib/backoff.js";
import { createFormat } from "../lib/format.js";
import { gettext } from "../lib/i18n.js";
import { Sound } from "../lib/sound.js";
import { createTime } from "../lib/time.js";
import { Overlays } from "../map/overlays.js";
import { Shown } from "../map/shown.js";
import { Feeds } from "../video/feeds.js";
import { LiveSocket } from "./socket.js";
import { apply, fromSnapshot, nothing, standingSnoozes, withAlert, withoutOld, withRun } from "./store.js";

const SNAPSHOT = "/live/snapshot/";
const RETRY_TICKS = 4;
const SWEEP_TICKS = 60;

const GONE = () =>
  gettext("This alert is not there: it was erased at the end of its time, or your account does not see it.");

/**
 * Events: "state" (cards changed), "view" (filter or selection changed), "arrived" (detail: cards of new alerts), "tick"
 * (each second), "connection", "outbox", "sound", "focus" (detail: what the map shall show), "refused" (detail: a problem),
 * "past" (the past is shown, or the present again), "picked" (a place was chosen), "layers" (the map shall show others),
 * "replay" (detail: from when the past is asked for).
 */
export class Room extends EventTarget {
  #arranged = null;
  #ticks = 0;
  #told = false;
  #arrived = [];
  #attempt = 0;

  constructor(facts, language) {
    super();
    this.facts = facts;
    this.time = createTime({ zone: facts.time_zone, language });
    this.format = createFormat(language);
    this.live = nothing();
    this.past = null;
    this.filter = everything();
    this.selected = null;
    this.visited = null;
    this.shown = new Shown({ storage: localStorage, name: facts.username });
    this.overlays = new Overlays({ get, changed: () => this.dispatchEvent(new Event("layers")) });
    this.picking = false;
    this.picked = null;
    this.failure = null;
    this.sound = new Sound({ login: `${facts.username} ${facts.logged_in}` });
    this.outbox = new Outbox({ post, storage: localStorage, names: [facts.user, facts.username] });
    this.socket = new LiveSocket({ since: () => this.live.number });
    this.feeds = new Feeds({ learn: (serverTime) => this.time.learn(serverTime) });
    this.#listen();
  }

  /** What is shown: the present, or a moment of the past. */
  get state() {
    return this.past?.state ?? this.live;
  }

  /** In the past nothing can be done. */
  may(right) {
    return this.facts.rights.includes(right) && (this.past === null || right.startsWith("see_"));
  }

  /** Shows the past that a Replay holds, or, with null, the present again. */
  show(past) {
    this.past = past;
    this.time.show(past && (() => past.at));
    this.#tell("past");
    this.#changed();
  }

  /** The past has moved on. */
  passed() {
    this.#changed();
  }

  /** Takes a snapshot and goes on from its number; tries again by itself for as long as it fails. */
  async open() {
    try {
      this.#takeIn(await get(SNAPSHOT));
      this.failure = null;
      this.#attempt = 0;
      this.socket.open();
      this.outbox.flush();
    } catch (error) {
      if (error instanceof Problem && [401, 403].includes(error.status)) return this.#shutOut(error);
      const wait = backoff(this.#attempt++);
      this.failure = { sentence: error.message, againAt: Date.now() + wait };
      setTimeout(() => this.open(), wait);
    }
    this.#tell("connection");
    this.#changed();
  }

  /** Logged out, or without the right: trying again would change nothing. */
  #shutOut(problem) {
    this.failure = { sentence: problem.message, againAt: null };
    this.socket.shut(problem.status === 401);
    this.#changed();
  }

  /** The ids that the filter lets through, ordered. */
  order() {
    const { alerts } = this.state;
    if (this.#arranged?.alerts !== alerts || this.#arranged.filter !== this.filter) {
      this.#arranged = { alerts, filter: this.filter, ids: arrange(alerts.values(), this.filter) };
    }
    return this.#arranged.ids;
  }

  get alert() {
    return this.state.alerts.get(this.selected) ?? (this.visited?.id === this.selected ? this.visited : null);
  }

  /** Asks for the past to be shown: {from: milliseconds since the epoch}; null asks for the present. */
  replay(moment) {
    this.#tell("replay", moment);
  }

  /**
   * Selects an alert also when it is older than what the room holds: then it is asked for, and a refusal is told.
   * @returns {Promise<boolean>} whether it is there.
   */
  async visit(id) {
    if (!this.state.alerts.has(id)) {
      try {
        this.visited = await get(`alerts/${id}/`);
      } catch (problem) {
        this.#tell("refused", { problem: problem.status === 404 ? new Error(GONE()) : problem });
        return false;
      }
    }
    this.select(id);
    return true;
  }

  select(id) {
    if (this.selected === id) return;
    this.selected = id;
    this.#tell("view");
  }

  setFilter(changes) {
    this.filter = { ...this.filter, ...changes };
    this.#tell("view");
  }

  /** Asks the map to show something: {alert: id} or {lon, lat} or {bbox}. */
  focus(place) {
    this.#tell("focus", place);
  }

  /** While a person chooses a place (`picking`), a click on the map is that place and selects nothing. */
  pick(place) {
    this.picked = place;
    this.#tell("picked");
  }

  /** Raises an alert by hand, once, also when the network is away now. */
  raise(body) {
    return this.outbox.add({ alert: crypto.randomUUID(), verb: "raise", body, at: Date.now() });
  }

  /** Sends a step of an alert; what comes of it is told by "state" or "refused". */
  act(alert, verb, body = {}) {
    return this.outbox.add({ alert, verb, body });
  }

  /** Sets the alerts of a card's camera and kind aside; a refusal is told like that of a step. */
  async snooze(card, minutes, reason) {
    await this.#send("snoozes/", { camera: card.camera, kind: card.kind, minutes, reason });
  }

  async wake(snooze) {
    await this.#send(`snoozes/${snooze}/wake/`, {});
  }

  /** Tells what the server refused, or that it cannot be reached. */
  refuse(problem) {
    this.#tell("refused", { problem });
  }

  async #send(path, body) {
    try {
      await post(path, body);
    } catch (problem) {
      this.#tell("refused", { problem });
    }
  }

  #listen() {
    this.socket.addEventListener("frame", ({ detail }) => this.#hear(detail));
    this.socket.addEventListener("stale", () => this.open());
    this.socket.addEventListener("state", () => {
      if (this.socket.status === "open") this.outbox.flush();
      this.#tell("connection");
    });
    this.outbox.addEventListener("change", () => this.#tell("outbox"));
    this.outbox.addEventListener("done", ({ detail }) => this.#take(detail));
    this.outbox.addEventListener("refused", ({ detail }) => this.#tell("refused", detail));
    this.sound.addEventListener("change", () => this.#tell("sound"));
    this.shown.addEventListener("change", () => this.#tell("layers"));
    addEventListener("online", () => this.outbox.flush());
    setInterval(() => this.#tick(), 1000);
  }

  #tick() {
    this.#ticks += 1;
    if (this.outbox.waiting && this.#ticks % RETRY_TICKS === 0) this.outbox.flush();
    if (this.#ticks % SWEEP_TICKS === 0) this.#replace(withoutOld(this.live, this.time.real()));
    this.#noteSnoozes();
    this.#tell("tick");
  }

  /** What is set aside is part of the filter: it changes with what is told, and with time. */
  #noteSnoozes() {
    const keys = standingSnoozes(this.state, this.time.now()).map(snoozeKey);
    const { snoozed } = this.filter;
    if (keys.length !== snoozed.size || keys.some((key) => !snoozed.has(key)))
      this.setFilter({ snoozed: new Set(keys) });
  }

  #hear(frame) {
    if (frame.hello) this.time.learn(frame.hello.server_time);
    if (frame.kind === "alert") this.#noteArrival(frame.card);
    this.#replace(apply(this.live, frame));
  }

  #takeIn(snapshot) {
    this.time.learn(snapshot.server_time);
    if (this.live.ready) for (const card of snapshot.alerts) this.#noteArrival(card);
    this.live = fromSnapshot(snapshot, this.live);
  }

  /** An alert that is told again, because its camera moved, has not arrived again. */
  #noteArrival(card) {
    if (card.state === "new" && !this.live.alerts.has(card.id)) this.#arrived.push(card);
  }

  /** What the server answered to a step: the run of a procedure, or the alert. */
  #take({ step, card }) {
    if (step.verb.startsWith("run")) this.#replace(withRun(this.live, card));
    else this.#put(card);
  }

  #put(card) {
    if (this.visited?.id === card.id) this.visited = card;
    this.#replace(withAlert(this.live, card));
  }

  #replace(next) {
    if (next === this.live) return;
    this.live = next;
    this.#changed();
  }

  /** One telling for all frames that came together. */
  #changed() {
    if (this.#told) return;
    this.#told = true;
    setTimeout(() => {
      this.#told = false;
      this.#noteSnoozes();
      this.#tell("state");
      const arrived = this.#arrived.splice(0).filter((card) => this.live.alerts.has(card.id));
      if (arrived.length) this.#tell("arrived", arrived);
    });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
