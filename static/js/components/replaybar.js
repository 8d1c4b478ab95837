/** Replays an hour of the past on the same screen, plainly marked as past; new alerts of the present are counted beside. */

import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { HOUR, MINUTE } from "../lib/time.js";
import { Replay, SPEEDS } from "../live/replay.js";
import { Part, say } from "./base.js";

const FRAME_MS = 200;

class Replaybar extends Part {
  #timer = null;
  #missed = 0;

  build() {
    this.hidden = !this.room.may("see_alerts");
    this.open = el("button.button.small", { type: "button", onclick: () => this.#ask() }, gettext("Replay"));
    this.when = el("input.input", { type: "datetime-local", required: true, "aria-label": gettext("From when") });
    this.form = el(
      "form.replay__form",
      { hidden: true, onsubmit: (event) => this.#begin(event) },
      this.when,
      el("button.button.button--main.small", {}, gettext("Show the past")),
      el("button.button.small", { type: "button", onclick: () => this.#close() }, gettext("Cancel")),
    );
    this.words = el("span.replay__words", { role: "status" });
    this.stamp = el("strong.replay__stamp");
    this.pause = el("button.button.small", { type: "button", onclick: () => this.#toggle() });
    this.speeds = SPEEDS.map((speed) =>
      el(
        "button.button.small",
        { type: "button", "aria-pressed": "false", onclick: () => this.#speed(speed) },
        `${speed}×`,
      ),
    );
    this.next = el(
      "button.button.small",
      { type: "button", onclick: () => this.#load(this.room.past.until) },
      gettext("Next hour"),
    );
    this.back = el("button.button.button--main.small", { type: "button", onclick: () => this.#leave() });
    this.player = el(
      "div.replay__player",
      { hidden: true, role: "group", "aria-label": gettext("Replay") },
      this.stamp,
      this.pause,
      el("span.replay__speeds", { role: "group", "aria-label": gettext("Speed") }, ...this.speeds),
      this.next,
      this.back,
    );
    this.append(this.open, this.form, this.player, this.words);
    this.follow("past", "tick");
    this.room.addEventListener("replay", ({ detail }) => (detail ? this.#load(detail.from) : this.#leave()));
    this.room.addEventListener("arrived", ({ detail }) => {
      if (this.room.past) this.#missed += detail.length;
    });
  }

  render() {
    const { past, time } = this.room;
    document.body.classList.toggle("is-past", past !== null);
    this.player.hidden = past === null;
    this.open.hidden = past !== null || !this.form.hidden;
    if (!past) return;
    say(
      this.stamp,
      interpolate(gettext("Past: %(day)s, %(clock)s"), { day: time.date(past.at), clock: time.clock(past.at) }),
    );
    say(this.pause, past.isOver ? gettext("Over") : past.isPlaying ? gettext("Pause") : gettext("Go on"));
    this.pause.disabled = past.isOver;
    this.next.hidden = !past.isOver || past.until >= time.real() - MINUTE;
    for (const [index, button] of this.speeds.entries())
      button.setAttribute("aria-pressed", String(SPEEDS[index] === past.speed));
    say(this.back, this.#missed ? interpolate(MISSED(this.#missed), { count: this.#missed }) : gettext("Back to now"));
  }

  /** Proposes the hour before this one, in the time of the city. */
  #ask() {
    this.form.hidden = false;
    this.open.hidden = true;
    this.when.value = cityMinute(this.room.time.now() - HOUR, this.room.time.zone);
    this.when.focus();
  }

  #close() {
    this.form.hidden = true;
    say(this.words, "");
    this.update();
  }

  #begin(event) {
    event.preventDefault();
    return this.#load(this.when.value);
  }

  /** from: milliseconds, or a time of the city as the field has it. */
  async #load(from) {
    const asked = typeof from === "number" ? new Date(from).toISOString() : from;
    const { speed } = this.room.past ?? {};
    say(this.words, gettext("Loading the past…"));
    try {
      const past = new Replay(await get(`/live/replay/?from=${encodeURIComponent(asked)}`));
      past.speed = speed ?? past.speed;
      this.form.hidden = true;
      say(this.words, "");
      this.#show(past);
    } catch (error) {
      say(this.words, error.message);
    }
  }

  #show(past) {
    clearInterval(this.#timer);
    this.room.select(null);
    this.room.show(past);
    this.#timer = setInterval(() => {
      if (past.tick()) this.room.passed();
      this.update();
    }, FRAME_MS);
  }

  #leave() {
    clearInterval(this.#timer);
    this.#missed = 0;
    this.room.select(null);
    this.room.show(null);
  }

  #toggle() {
    this.room.past.isPlaying = !this.room.past.isPlaying;
    this.update();
  }

  #speed(speed) {
    this.room.past.speed = speed;
    this.update();
  }
}

const MISSED = (count) => ngettext("Back to now: %(count)s new alert", "Back to now: %(count)s new alerts", count);

/** "2026-06-01T14:05", as the field wants it, in a time zone. */
export function cityMinute(at, zone) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
  return parts.replace(" ", "T");
}

customElements.define("hv-replay", Replaybar);
