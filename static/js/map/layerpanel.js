/** Which layers the map shows: a menu on the map, by mouse and by L, remembered for the person in this browser. */

import { closeAway, say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { BANDS, coverageSentence } from "./layers/coverage.js";
import { shownAs } from "./overlays.js";
import { GROUPS } from "./pasttiles.js";

const SPANS = [
  ["24h", () => gettext("24 hours")],
  ["7d", () => gettext("7 days")],
  ["30d", () => gettext("30 days")],
];
const PAST = {
  open: () => gettext("waiting"),
  claimed: () => gettext("claimed"),
  true: () => gettext("confirmed"),
  false: () => gettext("refuted"),
  expired: () => gettext("expired"),
};
/** right: without it the layer is not offered. */
const ROWS = [
  { name: "alerts", words: () => gettext("Alerts of the last 24 h"), right: "see_alerts" },
  { name: "incidents", words: () => gettext("Incidents"), right: "see_alerts" },
  { name: "history", words: () => gettext("Past alerts"), right: "see_alerts", more: (panel) => panel.past() },
  { name: "heat", words: () => gettext("Heat of past alerts"), right: "see_alerts" },
  { name: "cameras", words: () => gettext("Cameras") },
  { name: "views", words: () => gettext("Fields of view") },
  { name: "coverage", words: () => gettext("Coverage"), more: (panel) => panel.coverage() },
  { name: "zones", words: () => gettext("Zones and lines") },
  { name: "counts", words: () => gettext("Counts of the last hour"), right: "see_figures" },
];

export class LayerPanel {
  constructor(room) {
    this.room = room;
    this.sentence = el("p.quiet");
    const rows = ROWS.filter(({ right }) => !right || room.may(right));
    this.boxes = rows.map((row) => this.#box(row));
    this.own = [];
    this.ownGroup = el("div.layers__own", { role: "group", "aria-label": gettext("Layers of the city"), hidden: true });
    this.element = el(
      "details.menu.map__layers",
      {},
      el("summary", {}, gettext("Layers"), el("kbd", { "aria-hidden": "true" }, "L")),
      el(
        "div.menu__panel.menu__panel--end",
        { role: "group", "aria-label": gettext("Layers of the map") },
        this.boxes.map(({ element }) => element),
        this.ownGroup,
      ),
    );
    closeAway(this.element);
    room.addEventListener("layers", () => this.#draw());
    this.#draw();
  }

  /** Opens with the focus on the first layer, or closes. */
  toggle() {
    this.element.open = !this.element.open;
    if (this.element.open) this.element.querySelector("input").focus();
    else this.element.querySelector("summary").focus();
  }

  #box({ name, words, more }) {
    const input = el("input", {
      type: "checkbox",
      onchange: () => this.room.shown.turn(name, input.checked),
    });
    const extra = more?.(this) ?? null;
    return { name, input, extra, element: el("div.layer", {}, el("label.layer__name", {}, input, words()), extra) };
  }

  /** What the city has brought in stands below: which layers that are is known at run time only. */
  #listOwn() {
    const { list } = this.room.overlays;
    if (list === this.listed) return;
    this.listed = list;
    this.own = list.map(({ id, name }) => this.#box({ name: shownAs(id), words: () => name }));
    this.ownGroup.replaceChildren(...this.own.map(({ element }) => element));
    this.ownGroup.hidden = list.length === 0;
  }

  #draw() {
    this.#listOwn();
    for (const { name, input, extra } of [...this.boxes, ...this.own]) {
      input.checked = this.room.shown.has(name);
      if (extra) extra.hidden = !input.checked;
    }
    say(this.sentence, coverageSentence());
    this.kind.value = this.room.shown.isBands ? "bands" : "";
    for (const [isBands, list] of this.legends) list.hidden = isBands !== this.room.shown.isBands;
  }

  /** How many cameras, or how finely; and which cameras are not counted. */
  coverage() {
    const { shown } = this.room;
    const kinds = [
      ["", gettext("How many cameras")],
      ["bands", gettext("Pixels a metre")],
    ];
    this.kind = el(
      "select.filters__select",
      { "aria-label": gettext("Coverage tells"), onchange: () => shown.showBands(this.kind.value === "bands") },
      kinds.map(([value, words]) => el("option", { value }, words)),
    );
    const none = ["blind", gettext("nobody")];
    const seen = [1, 2, 3].map((many) => [`seen-${many}`, many === 3 ? "3+" : String(many)]);
    const bands = BANDS.map((least) => [`band-${least}`, `${least}+`]);
    this.legends = [
      [false, legend([...seen, none])],
      [true, legend([...bands, none])],
    ];
    return el("div.layer__more", {}, this.kind, ...this.legends.map(([, list]) => list), this.sentence);
  }

  /** Of which time, and what the parts of a ring mean. */
  past() {
    const { shown } = this.room;
    const span = el(
      "select.filters__select",
      { "aria-label": gettext("Past alerts of"), onchange: () => shown.choose(span.value) },
      SPANS.map(([value, words]) => el("option", { value, selected: value === shown.span }, words())),
    );
    return el("div.layer__more", {}, span, legend(GROUPS.map(([name]) => [`past-${name}`, PAST[name]()])));
  }
}

/** Colours with their words. swatches: [[the end of a class of map.css, words], …]. */
function legend(swatches) {
  return el(
    "ul.legend",
    {},
    swatches.map(([name, words]) => el("li", {}, el(`i.legend__swatch.legend__swatch--${name}`), words)),
  );
}
