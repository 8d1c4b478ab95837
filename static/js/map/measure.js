/** Measures on the map (D): a click, or Enter in the middle of the map, sets a corner; Backspace takes it back, Esc ends. */

import { say } from "../components/base.js";
import { el, token } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { area, collection, length, point } from "./geo.js";
import { areaWords, lengthWords } from "./measures.js";

export class Measure {
  #corners = [];

  constructor(room, map) {
    this.room = room;
    this.map = map;
    this.isOn = false;
    this.element = el(
      "button.button",
      { type: "button", "aria-pressed": "false", onclick: () => this.toggle() },
      gettext("Measure"),
      el("kbd", { "aria-hidden": "true" }, "D"),
    );
    this.words = el("p.measure__words", { role: "status" });
    this.cross = el("i.measure__cross", { hidden: true, "aria-hidden": "true" });
    this.panel = el(
      "div.measure",
      { hidden: true },
      this.words,
      el(
        "p.quiet",
        {},
        gettext("Click, or move the map with the arrows and press Enter. Backspace takes back, Esc ends."),
      ),
    );
  }

  toggle() {
    if (this.isOn) return this.end();
    this.isOn = true;
    this.#corners = [];
    this.#draw();
    this.map.getCanvas().focus();
  }

  /** @returns {boolean} whether there was something to end. */
  end() {
    if (!this.isOn) return false;
    this.isOn = false;
    this.#corners = [];
    this.#draw();
    return true;
  }

  add({ lng, lat }) {
    this.#corners.push([lng, lat]);
    this.#draw();
  }

  /** Keys of the room come here first while something is measured. @returns {boolean} whether the key was meant for it. */
  key(key) {
    if (!this.isOn) return false;
    if (key === "escape") return this.end();
    if (key === "enter") this.add(this.map.getCenter());
    else if (key === "backspace") {
      this.#corners.pop();
      this.#draw();
    } else return false;
    return true;
  }

  /** Called again after each change of theme. */
  lay() {
    this.map.addSource("measure", { type: "geojson", data: collection([]) });
    const layout = { visibility: this.isOn ? "visible" : "none" };
    const add = (id, type, paint) => this.map.addLayer({ id: `measure-${id}`, type, source: "measure", layout, paint });
    add("area", "fill", { "fill-color": token("accent"), "fill-opacity": 0.12 });
    add("line", "line", { "line-color": token("accent"), "line-width": 2, "line-dasharray": [2, 1] });
    add("corner", "circle", {
      "circle-radius": ["case", ["==", ["geometry-type"], "Point"], 4, 0],
      "circle-color": token("surface"),
      "circle-stroke-color": token("accent"),
      "circle-stroke-width": ["case", ["==", ["geometry-type"], "Point"], 2, 0],
    });
    this.#show();
  }

  #draw() {
    this.element.setAttribute("aria-pressed", String(this.isOn));
    this.panel.hidden = this.cross.hidden = !this.isOn;
    const visibility = this.isOn ? "visible" : "none";
    for (const id of ["measure-area", "measure-line", "measure-corner"])
      if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", visibility);
    say(this.words, this.#sentence());
    this.#show();
  }

  #show() {
    const corners = this.#corners;
    const line = corners.length > 1 ? [shape("LineString", corners)] : [];
    const face = corners.length > 2 ? [shape("Polygon", [[...corners, corners[0]]])] : [];
    const marks = corners.map(([lon, lat]) => point(lon, lat, {}));
    this.map.getSource("measure")?.setData(collection([...face, ...line, ...marks]));
  }

  #sentence() {
    const corners = this.#corners;
    const { format } = this.room;
    if (corners.length < 2) return gettext("Measure: set the first two points.");
    const along = lengthWords(length(corners), format);
    if (corners.length < 3) return along;
    return interpolate(gettext("%(length)s along the line, %(area)s inside"), {
      length: along,
      area: areaWords(area(corners), format),
    });
  }
}

function shape(type, coordinates) {
  return { type: "Feature", geometry: { type, coordinates }, properties: {} };
}
