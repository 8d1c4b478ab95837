/** The map: base, layers, and the promise that the selected alert is never lost. */

import { Map as BaseMap, LngLatBounds, Popup, setWorkerUrl } from "../../maplibre-gl/maplibre-gl.mjs";
import { Part, say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { watching } from "../live/store.js";
import { addControls, controlWords } from "./controls.js";
import { drawMissing } from "./layers/alerts.js";
import { card as cameraCard } from "./layers/cameras.js";
import { drawMissingRing } from "./layers/history.js";
import { LAYERS } from "./layers.js";
import { readLink } from "./link.js";
import { Pulses } from "./pulses.js";
import { baseStyle, tileAddresses } from "./style.js";
import { Tools } from "./tools.js";

setWorkerUrl(new URL("../../maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);

const CLOSE_ZOOM = 17;
const FIRST_ZOOM = 16.5;
/** In a storm the map is drawn a few times a second, the queue with each frame. */
const STORM_MS = 150;
const DETAIL_WIDTH = 420;

class RoomMap extends Part {
  #ready = false;
  #popup = null;
  #seen = false;
  #version = "";
  #visible = new Map();
  #drawn = new Map();
  #timer = 0;
  #drawnAt = 0;
  #size = { width: 0, height: 0 };
  #pulses = null;

  build() {
    const canvas = el("div.map__canvas");
    this.#version = this.room.facts.map;
    this.words = el("p.map__words", { role: "status", hidden: true });
    this.back = el("button.button.map__back", { type: "button", hidden: true, onclick: () => this.#showAlert() });
    this.append(canvas, this.words, this.back);
    if (!this.room.facts.extent)
      return this.#say(gettext("No city is imported yet. Run manage.py import_city; the map appears here."));
    try {
      this.#start(canvas);
    } catch (error) {
      console.error(error);
      return this.#say(gettext("This browser cannot draw the map (it offers no WebGL). The queue works without it."));
    }
    this.tools = new Tools(this.room, this.map);
    this.append(this.tools.element, this.tools.measure.panel, this.tools.measure.cross);
    this.follow("view", "layers", "past", "picked");
    this.room.addEventListener("state", () => this.#soon());
    this.room.addEventListener("focus", ({ detail }) => this.#focus(detail));
    this.room.addEventListener("view", () => this.#bringIn());
    this.room.addEventListener("arrived", ({ detail }) => this.#pulses.show(detail));
    document.addEventListener("themechange", () => this.#dress());
  }

  #start(container) {
    const [west, south, east, north] = this.room.facts.extent;
    const margin = Math.max(east - west, north - south) / 2;
    this.map = new BaseMap({
      container,
      style: this.#style(),
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 24 },
      maxBounds: [west - margin, south - margin, east + margin, north + margin],
      minZoom: 10,
      maxZoom: 19.5,
      attributionControl: false,
      locale: controlWords(),
    });
    addControls(this.map, this.room.facts.attribution);
    this.map.on("style.load", () => this.#lay());
    this.map.setMissingStyleImageResolver((name) => {
      drawMissing(this.map, name);
      drawMissingRing(this.map, name);
    });
    this.#pulses = new Pulses(this.map);
    this.#measure();
    this.map.on("resize", () => this.#measure());
    this.map.on("move", () => this.#watchAlert());
    this.map.on("error", ({ error }) => this.#failed(error));
    this.#listenToClicks();
  }

  #style() {
    const { theme } = document.documentElement.dataset;
    const { attribution: credit } = this.room.facts;
    return baseStyle({ theme, origin: location.origin, version: this.#version, credit });
  }

  #dress() {
    this.#ready = false;
    this.map.setStyle(this.#style(), { diff: false });
  }

  #lay() {
    for (const layer of LAYERS) layer.add(this.map);
    this.tools.measure.lay();
    this.#visible.clear();
    this.#drawn.clear();
    this.#ready = true;
    this.update();
  }

  render() {
    if (!this.#ready) return;
    this.#renew();
    this.#openView();
    for (const layer of LAYERS) {
      if (this.#isOther(layer)) layer.update(this.map, this.room);
      this.#reveal(layer, layer.isShown?.(this.room) ?? this.room.shown.has(layer.id));
    }
    this.#watchAlert();
  }

  /** Did anything change of what the layer is drawn from? Data that is given again is cut into tiles again. */
  #isOther({ id, needs }) {
    if (!needs) return true;
    const now = needs(this.room);
    const before = this.#drawn.get(id);
    this.#drawn.set(id, now);
    return before === undefined || now.some((value, index) => value !== before[index]);
  }

  #soon() {
    if (this.#timer) return;
    const wait = Math.max(0, this.#drawnAt + STORM_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#drawnAt = performance.now();
      this.update();
    }, wait);
  }

  /** The style layers of a layer carry its name in front. */
  #reveal({ id }, isShown) {
    if (this.#visible.get(id) === isShown) return;
    this.#visible.set(id, isShown);
    for (const name of this.map.getLayersOrder().filter((one) => one.startsWith(`${id}-`)))
      this.map.setLayoutProperty(name, "visibility", isShown ? "visible" : "none");
  }

  /** Another import: the tiles that are shown, and those that a cache keeps, are of the old map. */
  #renew() {
    const { ready, map } = this.room.state;
    if (!ready || map === this.#version) return;
    this.#version = map;
    this.room.overlays.ask();
    this.map.getSource("base").setTiles(tileAddresses({ origin: location.origin, version: map }));
  }

  /** The first view: the cameras that are meant to watch, not the whole territory. */
  #openView() {
    if (this.#seen || !this.room.state.ready) return;
    this.#seen = true;
    const { meant } = watching(this.room.state);
    if (!meant.length || this.room.alert || readLink(location.hash).map) return;
    const box = new LngLatBounds();
    for (const { lon, lat } of meant) box.extend([lon, lat]);
    this.map.fitBounds(box, { padding: 120, maxZoom: FIRST_ZOOM, duration: 0 });
  }

  #listenToClicks() {
    const hits = LAYERS.flatMap((layer) => layer.hits);
    const at = (event) => (this.#ready ? this.map.queryRenderedFeatures(event.point, { layers: hits }) : []);
    const scene = { map: this.map, room: this.room, popup: (place, node) => this.#open(place, node) };
    this.map.on("click", (event) => {
      if (this.tools.measure.isOn) return this.tools.measure.add(event.lngLat);
      if (this.room.picking) return this.room.pick({ lon: event.lngLat.lng, lat: event.lngLat.lat });
      const [feature] = at(event);
      if (feature)
        LAYERS.find((layer) => layer.hits.includes(feature.layer.id)).click(feature, {
          ...scene,
          lngLat: event.lngLat,
        });
    });
    this.map.on("mousemove", (event) => {
      this.map.getCanvas().style.cursor =
        this.room.picking || this.tools.measure.isOn ? "crosshair" : at(event).length ? "pointer" : "";
    });
  }

  #open(place, node) {
    this.#popup?.remove();
    this.#popup = new Popup({ offset: 14, maxWidth: "280px" }).setLngLat(place).setDOMContent(node).addTo(this.map);
  }

  #focus({ alert, camera, lon, lat, bbox }) {
    if (alert) return this.#showAlert();
    if (camera) return this.#showCamera(this.room.state.cameras.get(camera));
    if (bbox) return this.map.fitBounds(bbox, { padding: this.#padding(64), maxZoom: CLOSE_ZOOM });
    this.#fly([lon, lat]);
  }

  #showAlert() {
    const { alert } = this.room;
    if (alert) this.#fly([alert.lon, alert.lat]);
  }

  #showCamera(camera) {
    if (!camera) return;
    this.#fly([camera.lon, camera.lat]);
    this.#open([camera.lon, camera.lat], cameraCard(camera, this.room));
  }

  #fly(center) {
    this.map.easeTo({
      center,
      zoom: Math.max(this.map.getZoom(), CLOSE_ZOOM),
      padding: this.#padding(0),
      duration: 700,
    });
  }

  /** The detail lies over the map's right side: what must be seen is put beside it. */
  #padding(around) {
    return { top: around, bottom: around, left: around, right: around + (this.room.alert ? DETAIL_WIDTH : 0) };
  }

  /** Moves the map only as far as the newly selected alert needs to come into sight. */
  #bringIn() {
    const { alert } = this.room;
    if (!alert || !this.#isHidden(alert)) return;
    this.map.easeTo({ center: [alert.lon, alert.lat], padding: this.#padding(0), duration: 500 });
  }

  #isHidden({ lon, lat }) {
    const { x, y } = this.map.project([lon, lat]);
    const right = this.#size.width - (this.room.alert ? DETAIL_WIDTH : 0);
    return x < 0 || y < 0 || x > right || y > this.#size.height;
  }

  /** Asking a page for its sizes makes it lay itself out: not with each frame of a movement. */
  #measure() {
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    this.#size = { width, height };
  }

  #watchAlert() {
    const { alert } = this.room;
    const isHidden = alert !== null && this.#isHidden(alert);
    this.back.hidden = !isHidden;
    if (isHidden) say(this.back, gettext("The selected alert lies outside. Show it (M)"));
  }

  #failed(error) {
    console.warn("The base map: %s", error.message);
    this.#say(
      interpolate(
        gettext("Part of the base map could not be loaded (%(why)s). Cameras and alerts are shown all the same."),
        { why: error.message },
      ),
    );
    this.map.once("idle", () => {
      this.words.hidden = true;
    });
  }

  #say(sentence) {
    say(this.words, sentence);
    this.words.hidden = false;
  }
}

customElements.define("hv-map", RoomMap);
