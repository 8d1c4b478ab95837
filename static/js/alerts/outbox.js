/**
 * Verdicts on their way. Nothing is shown as done before the server has said so; while the network is away a verdict is
 * kept (it survives a reload) and sent once when the network is back.
 */

import { Away, Problem } from "../lib/api.js";

/**
 * A step: {alert, verb: "claim" | "confirm" | "refute" | "notes" | …, body}. "raise" has no alert yet: its `alert` is the key
 * that it is raised by, and its `at` when the person did it.
 */
export class Outbox extends EventTarget {
  #steps;
  #sending = false;

  /**
   * @param {{post: Function, storage: Storage, names: string[]}} options
   *   names: what the server may call this person when it says who was first; the last is the account's name.
   */
  constructor({ post, storage, names }) {
    super();
    this.post = post;
    this.storage = storage;
    this.names = names;
    this.key = `hypervision:outbox:${names.at(-1)}`;
    this.waiting = false;
    this.#steps = JSON.parse(storage.getItem(this.key) ?? "[]");
  }

  /** The step of an alert that was taken last and is still on its way, or undefined. */
  pending(alert) {
    return this.#steps.findLast((step) => step.alert === alert);
  }

  /** The steps of an alert that are on their way, the oldest first. */
  of(alert) {
    return this.#steps.filter((step) => step.alert === alert);
  }

  /** Is one of these steps of an alert on its way? */
  holds(alert, verbs) {
    return this.#steps.some((step) => step.alert === alert && verbs.includes(step.verb));
  }

  /** How many alerts that were raised by hand are on their way. */
  get raised() {
    return this.#steps.filter((step) => step.verb === "raise").length;
  }

  get size() {
    return this.#steps.length;
  }

  /** Takes a step and sends it. A second step for the same alert waits behind the first. */
  async add(step) {
    this.#steps.push(step);
    this.#keep();
    await this.flush();
  }

  /** Sends what is kept, in order, one at a time; stops at the first that finds no network. */
  async flush() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#steps.length && (await this.#send(this.#steps[0]))) {
        this.#steps.shift();
        this.#keep();
      }
    } finally {
      this.#sending = false;
      this.#changed();
    }
  }

  async #send(step) {
    try {
      const card = await this.post(...wayOf(step));
      this.#say("done", { step, card });
    } catch (error) {
      if (error instanceof Away) {
        step.retried = true;
        this.#setWaiting(true);
        return false;
      }
      if (!(error instanceof Problem)) throw error;
      if (!this.#isOwnEcho(step, error)) this.#say("refused", { step, problem: error });
    }
    this.#setWaiting(false);
    return true;
  }

  /** A verdict whose answer was lost on the way is refused the second time, because we ourselves were first. */
  #isOwnEcho(step, problem) {
    return step.retried === true && problem.status === 409 && this.names.includes(problem.facts.by);
  }

  #setWaiting(waiting) {
    this.waiting = waiting;
    this.#keep();
  }

  #keep() {
    this.storage.setItem(this.key, JSON.stringify(this.#steps));
    this.#changed();
  }

  #say(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** Where a step is sent, and what is sent. What waited says for how long: the server's clock is the one that counts. */
function wayOf({ alert, verb, body, at }) {
  if (verb !== "raise") return [`alerts/${alert}/${verb}/`, body];
  return ["alerts/", { ...body, id: alert, ago: Math.max(0, Math.round((Date.now() - at) / 1000)) }];
}
