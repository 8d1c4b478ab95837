/** A shape of the picture on the map, at once: what is moved here moves there. Only for a view that is calibrated. */

import { Marker } from "../../maplibre-gl/maplibre-gl.mjs";
import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { Ground } from "../lib/ground.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { collection } from "../map/geo.js";
import { basemap } from "./basemap.js";

const CLOSE = 18;
const INK = "#1d4fb8";
/** Pixels to a metre below which the networks miss too many persons, and from which a camera sees more than any rule needs. */
const ENOUGH = 20;
const NEEDLESS = 250;

export class ZoneMap {
  #map = null;
  #opening = null;
  #turns = 0;
  #ground = null;
  #corners = [];
  #held = false;
  #isPlaced = false;

  /** on: {move(index, point), add(point)}, with points as shares of the picture. */
  constructor(on) {
    this.on = on;
    this.board = el("div.draw__map", { hidden: true });
    this.words = el("p.draw__density", { role: "status" });
  }

  /** Turns to a camera, at one of its views or, with null, at the only one. */
  async turn(camera, preset) {
    const mine = ++this.#turns;
    const ground = camera ? await calibrated(camera, preset) : null;
    if (mine !== this.#turns) return;
    this.#ground = ground;
    this.board.hidden = !ground;
    this.words.textContent = "";
    if (!ground) return;
    this.#opening ??= this.#open();
    this.#map = await this.#opening;
    this.#map.resize();
    this.#isPlaced = false;
  }

  /** points: shares of the picture. purpose: of a private zone it does not matter how well persons are seen there. */
  show(points, purpose) {
    if (!this.#ground || !this.#map) return;
    const places = points.map((point) => this.#ground.place(point));
    this.words.textContent = purpose === "private" ? "" : this.#told(points, places);
    const seen = places.filter(Boolean);
    if (!this.#isPlaced) this.#goTo(seen);
    this.#draw(seen, purpose === "line");
    if (!this.#held) this.#mark(places);
  }

  /** To the shape; to what lies before the camera while there is none. */
  #goTo(places) {
    this.#isPlaced = true;
    const all = places.length ? places : [this.#ground.place([0.5, 0.75]) ?? this.#ground.anchor];
    const middle = [0, 1].map((axis) => all.reduce((sum, place) => sum + place[axis], 0) / all.length);
    this.#map.jumpTo({ center: middle, zoom: CLOSE });
  }

  #told(points, places) {
    if (!points.length) return gettext("Click in the picture or on the map.");
    if (places.includes(null))
      return gettext("A part of the shape lies above the horizon: it has no place on the ground.");
    const least = Math.round(Math.min(...points.map((point) => this.#ground.density(point))));
    const words = interpolate(gettext("At its farthest corner a metre has %(density)s pixels."), {
      density: least,
    });
    if (least < ENOUGH) return `${words} ${gettext("Too few to find persons: draw it nearer.")}`;
    return least > NEEDLESS ? `${words} ${gettext("More than any rule needs: a wider view would do.")}` : words;
  }

  async #open() {
    const map = await basemap(this.board, document.documentElement.dataset.theme);
    map.on("click", ({ lngLat }) => {
      const point = this.#inside(lngLat);
      if (point) this.on.add(point);
    });
    await new Promise((resolve) => map.once("load", resolve));
    map.addSource("shape", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "shape-fill",
      type: "fill",
      source: "shape",
      paint: { "fill-color": INK, "fill-opacity": 0.2 },
    });
    map.addLayer({ id: "shape-edge", type: "line", source: "shape", paint: { "line-color": INK, "line-width": 2 } });
    return map;
  }

  #draw(places, isLine) {
    const geometry = isLine
      ? { type: "LineString", coordinates: places }
      : { type: "Polygon", coordinates: [[...places, ...places.slice(0, 1)]] };
    const whole = places.length >= (isLine ? 2 : 3) ? [{ type: "Feature", properties: {}, geometry }] : [];
    this.#map.getSource("shape").setData(collection(whole));
  }

  #mark(places) {
    for (const corner of this.#corners) corner.remove();
    this.#corners = places.flatMap((place, index) => (place ? [this.#corner(place, index)] : []));
  }

  #corner(place, index) {
    const marker = new Marker({ element: el("div.draw__pin"), draggable: true }).setLngLat(place).addTo(this.#map);
    marker.on("dragstart", () => {
      this.#held = true;
    });
    marker.on("dragend", () => {
      this.#held = false;
      const point = this.#inside(marker.getLngLat());
      if (point) this.on.move(index, point);
      else marker.setLngLat(place);
    });
    return marker;
  }

  /** The point of the picture; null for what the camera does not see. */
  #inside({ lng, lat }) {
    const point = this.#ground.picture([lng, lat]);
    const isSeen = point?.every((share) => share >= 0 && share <= 1);
    if (!isSeen) this.words.textContent = gettext("The camera does not see that place.");
    return isSeen ? point.map((share) => Number(share.toFixed(4))) : null;
  }
}

/** The newest calibration of a view; of one that has none of its own, that of the camera. */
async function calibrated(camera, preset) {
  const { results } = await get(`cameras/${camera}/calibration/`);
  const own = results.find((one) => one.preset === (preset || null));
  const found = own ?? results.find((one) => one.preset === null);
  return found ? new Ground(found) : null;
}
