/** What must be read: stops that stand, events that were lost, steps that the server refused. One line each. */

import { kindName } from "../alerts/kinds.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { standingSnoozes } from "../live/store.js";
import { Part } from "./base.js";

const REFUSAL_MS = 12_000;

class Notices extends Part {
  build() {
    this.refusals = [];
    this.read = new Set();
    this.room.addEventListener("refused", ({ detail }) => this.#refused(detail));
    this.follow("state", "view");
  }

  render() {
    const { state } = this.room;
    const lost = [...state.lost.values()].filter((entry) => !this.read.has(entry.id));
    const lines = [
      ...[...state.stops.values()].map((stop) => this.#stopLine(stop)),
      ...standingSnoozes(state, this.room.time.now()).map((snooze) => this.#snoozeLine(snooze)),
      ...lost.map((entry) => this.#lostLine(entry)),
      ...this.refusals.map((refusal) => this.#line("high", refusal.sentence, () => this.#forget(refusal))),
    ];
    this.replaceChildren(...lines);
    this.hidden = lines.length === 0;
  }

  #refused({ problem }) {
    const refusal = { sentence: problem.message };
    this.refusals.push(refusal);
    setTimeout(() => this.#forget(refusal), REFUSAL_MS);
    this.update();
  }

  #forget(refusal) {
    this.refusals = this.refusals.filter((one) => one !== refusal);
    this.update();
  }

  #stopLine(stop) {
    const { time } = this.room;
    const words = stop.by
      ? gettext("Stopped: %(what)s. %(reason)s (%(by)s, %(at)s)")
      : gettext("Suspended: %(what)s. %(reason)s (%(at)s)");
    const sentence = interpolate(words, {
      what: stopName(stop, this.room.state),
      reason: stop.reason,
      by: stop.by,
      at: time.absolute(stop.at),
    });
    return this.#line("medium", sentence);
  }

  #snoozeLine(snooze) {
    const { time, state } = this.room;
    const sentence = interpolate(gettext("Set aside until %(until)s: %(what)s. %(reason)s (%(by)s)"), {
      until: time.minute(Date.parse(snooze.until)),
      what: stopName(snooze, state),
      reason: snooze.reason,
      by: snooze.by,
    });
    const wake = this.room.may("give_verdict") ? () => this.room.wake(snooze.id) : null;
    return this.#line("quiet", sentence, wake, gettext("Wake"));
  }

  #lostLine(entry) {
    const { state, time } = this.room;
    const sentence = interpolate(
      ngettext(
        "%(count)s event of %(camera)s was lost since %(since)s: the database was away for too long.",
        "%(count)s events of %(camera)s were lost since %(since)s: the database was away for too long.",
        entry.count,
      ),
      {
        count: entry.count,
        camera: state.cameras.get(entry.camera)?.name ?? gettext("a camera"),
        since: time.absolute(entry.since),
      },
    );
    return this.#line("high", sentence, () => {
      this.read.add(entry.id);
      this.update();
    });
  }

  #line(level, sentence, onclick, words = gettext("Read")) {
    const close = onclick && el("button.plain.small", { type: "button", onclick }, words);
    return el(`p.notice.notice--${level}`, {}, el("span", {}, sentence), close);
  }
}

/** What a stop holds: the whole system, one camera, one kind, or a kind on one camera. */
export function stopName(stop, state) {
  const camera = state.cameras.get(stop.camera)?.name ?? gettext("a camera");
  if (stop.camera && stop.kind)
    return interpolate(gettext("%(kind)s at %(camera)s"), { kind: kindName(stop.kind), camera });
  if (stop.camera) return camera;
  if (stop.kind) return kindName(stop.kind);
  return gettext("the whole system");
}

customElements.define("hv-notices", Notices);
