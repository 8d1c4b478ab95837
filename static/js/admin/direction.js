/** Where a camera looks, on the map: drag the far mark to turn it, the one at the edge to widen what it sees. */

import { Marker } from "../../maplibre-gl/maplibre-gl.mjs";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { away, collection, polygon, sector } from "../map/geo.js";
import { angleFor, turnTo } from "./aim.js";
import { basemap } from "./basemap.js";

const CLOSE = 18;
const METRES = 22;
const USUAL_ANGLE = 60;
const INK = "#1d4fb8";

export class Direction {
  #opening = null;
  #map = null;
  #place = null;
  #marks = {};

  /** fields: {bearing, angle}, inputs of degrees. */
  constructor(board, fields) {
    this.board = board;
    this.fields = fields;
    for (const field of Object.values(fields)) field.addEventListener("input", () => this.#draw());
  }

  /** place: [lon, lat] of the camera. */
  async show(place) {
    this.#place = place;
    if (!place) return;
    try {
      this.#opening ??= this.#open();
      this.#map = await this.#opening;
    } catch (error) {
      this.board.textContent = error.message;
      return;
    }
    this.#map.resize();
    this.#map.jumpTo({ center: place, zoom: CLOSE });
    this.#draw();
  }

  async #open() {
    const map = await basemap(this.board);
    await new Promise((resolve) => map.once("load", resolve));
    map.addSource("view", { type: "geojson", data: collection([]) });
    map.addLayer({ id: "view", type: "fill", source: "view", paint: { "fill-color": INK, "fill-opacity": 0.2 } });
    map.addLayer({ id: "edge", type: "line", source: "view", paint: { "line-color": INK, "line-width": 2 } });
    map.on("click", ({ lngLat }) => this.#turn(lngLat));
    return map;
  }

  #draw() {
    if (!this.#map || !this.#place) return;
    const { bearing, angle } = this.#looks();
    const ring = sector(this.#place, METRES, bearing, angle);
    const isKnown = this.fields.bearing.value !== "";
    this.#map.getSource("view").setData(collection(isKnown ? [polygon(ring, {})] : []));
    this.#mark("far", gettext("Direction"), away(this.#place, METRES, bearing), (at) => this.#turn(at));
    if (isKnown) {
      const edge = away(this.#place, METRES, bearing + angle / 2);
      this.#mark("edge", gettext("Edge of what it sees"), edge, (at) => this.#widen(at));
    } else this.#unmark("edge");
    this.#mark("camera", gettext("Camera"), this.#place, null);
  }

  #looks() {
    return { bearing: Number(this.fields.bearing.value || 0), angle: Number(this.fields.angle.value || USUAL_ANGLE) };
  }

  #mark(name, title, place, drag) {
    if (!this.#marks[name]) {
      const element = el(`div.draw__pin.draw__pin--${name}`, { title });
      this.#marks[name] = new Marker({ element, draggable: Boolean(drag) }).setLngLat(place).addTo(this.#map);
      if (drag) this.#marks[name].on("drag", ({ target }) => drag(target.getLngLat()));
    }
    this.#marks[name].setLngLat(place);
  }

  #unmark(name) {
    this.#marks[name]?.remove();
    delete this.#marks[name];
  }

  #turn({ lng, lat }) {
    this.#write(this.fields.bearing, turnTo(this.#place, [lng, lat]));
    if (!this.fields.angle.value) this.#write(this.fields.angle, USUAL_ANGLE);
  }

  #widen({ lng, lat }) {
    this.#write(this.fields.angle, angleFor(this.#place, this.#looks().bearing, [lng, lat]));
  }

  #write(field, degrees) {
    field.value = degrees;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
