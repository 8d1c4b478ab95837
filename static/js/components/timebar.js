/** How dense alerts were over the shift, without those of exercises. A click on a bar keeps the queue and the map to its ten minutes. */

import { isDone } from "../alerts/order.js";
import { el, svg } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { HOUR, MINUTE } from "../lib/time.js";
import { Part, say } from "./base.js";
import { bins } from "./bins.js";

const BIN_MS = 10 * MINUTE;
const SPAN_MS = 8 * HOUR;
const PLOT = 34;
/** Pixels: half of "22:00" with some air beside it, and a letter at most. */
const HALF_LABEL = 26;
const LETTER = 7.5;
const LEVELS = ["high", "medium", "low", "done"];

class Timebar extends Part {
  #minute = -1;
  #alerts = null;

  build() {
    this.caption = el("p.timebar__caption");
    this.plot = svg("svg.timebar__plot", { role: "group", "aria-label": gettext("Alerts per ten minutes") });
    this.append(this.caption, this.plot);
    new ResizeObserver(() => this.update()).observe(this.plot);
    this.room.addEventListener("tick", () => this.#eachSecond());
    this.follow("view", "past");
  }

  /** Ten minutes a bar: more than once a second nobody would see, however many alerts come in. */
  #eachSecond() {
    const { state, time } = this.room;
    const minute = Math.floor(time.now() / MINUTE);
    if (minute === this.#minute && state.alerts === this.#alerts) return;
    this.#minute = minute;
    this.#alerts = state.alerts;
    this.update();
  }

  render() {
    const { state, time } = this.room;
    const until = Math.ceil(time.now() / BIN_MS) * BIN_MS;
    const cards = [...state.alerts.values()].filter((card) => !card.exercise);
    const rows = bins(cards, {
      from: until - SPAN_MS,
      until,
      width: BIN_MS,
      level: (c) => (isDone(c) ? "done" : c.severity),
    });
    const most = Math.max(...rows.map((row) => row.total));
    const all = rows.reduce((sum, row) => sum + row.total, 0);
    say(this.caption, this.#sentence(all, most));
    this.#draw(rows, most, until);
  }

  #sentence(all, most) {
    if (!this.room.state.ready) return gettext("Alerts of the last 8 h: not known yet");
    if (!all) return gettext("No alert in the last 8 h");
    const sentence = ngettext(
      "%(all)s alert in the last 8 h, at most %(most)s in ten minutes",
      "%(all)s alerts in the last 8 h, at most %(most)s in ten minutes",
      all,
    );
    const { number } = this.room.format;
    return interpolate(sentence, { all: number(all), most: number(most) });
  }

  #draw(rows, most, until) {
    const width = this.plot.clientWidth;
    const x = (at) => ((at - (until - SPAN_MS)) / SPAN_MS) * width;
    const now = x(this.room.time.now());
    this.plot.replaceChildren(
      svg("line.timebar__base", { x1: 0, x2: width, y1: PLOT + 0.5, y2: PLOT + 0.5 }),
      ...this.#hours(until, x, now),
      ...rows.flatMap((row) => this.#column(row, most, x)),
      svg("line.timebar__now", { x1: now, x2: now, y1: 0, y2: PLOT }),
      svg(
        "text.timebar__label.timebar__label--now",
        { x: Math.min(now, width), y: PLOT + 16, "text-anchor": "end" },
        gettext("now"),
      ),
    );
  }

  #hours(until, x, now) {
    const { time } = this.room;
    const first = Math.ceil((until - SPAN_MS) / HOUR) * HOUR;
    const beforeNow = HALF_LABEL + gettext("now").length * LETTER;
    const marks = [];
    for (let at = first; at < until; at += HOUR) {
      marks.push(svg("line.timebar__tick", { x1: x(at), x2: x(at), y1: PLOT, y2: PLOT + 4 }));
      const fits = x(at) > 16 && now - x(at) > beforeNow;
      if (fits)
        marks.push(svg("text.timebar__label", { x: x(at), y: PLOT + 16, "text-anchor": "middle" }, time.minute(at)));
    }
    return marks;
  }

  #column(row, most, x) {
    if (!row.total) return [];
    const { time, filter } = this.room;
    const left = x(row.from) + 1;
    const width = Math.max(2, x(row.from + BIN_MS) - left - 1);
    const scale = PLOT / Math.max(most, 4);
    let y = PLOT;
    const parts = LEVELS.filter((level) => row[level]).map((level) => {
      y -= row[level] * scale;
      return svg(`rect.timebar__part.timebar__part--${level}`, { x: left, y, width, height: row[level] * scale });
    });
    const label = interpolate(
      ngettext("%(from)s to %(to)s: %(total)s alert", "%(from)s to %(to)s: %(total)s alerts", row.total),
      { from: time.minute(row.from), to: time.minute(row.from + BIN_MS), total: row.total },
    );
    const chosen = filter.from === row.from;
    const choose = () =>
      this.room.setFilter(chosen ? { from: null, to: null } : { from: row.from, to: row.from + BIN_MS });
    const column = svg(
      "g.timebar__column",
      { role: "button", tabindex: 0, "aria-pressed": String(chosen), "aria-label": label, onclick: choose },
      svg("title", {}, label),
      svg("rect.timebar__hit", { x: left - 1, y: 0, width: width + 2, height: PLOT }),
      ...parts,
    );
    column.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      choose();
    });
    return [column];
  }
}

customElements.define("hv-timebar", Timebar);
