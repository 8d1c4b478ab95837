/** One short movement where something new happened; of a storm only the first few. */

import { Marker } from "../../maplibre-gl/maplibre-gl.mjs";
import { el } from "../lib/dom.js";

const PULSE_MS = 2400;
const MOST = 5;

export class Pulses {
  #shown = 0;

  constructor(map) {
    this.map = map;
  }

  show(cards) {
    for (const card of cards.slice(0, MOST - this.#shown)) {
      const element = el(`div.pulse.pulse--${card.severity}`, { "aria-hidden": "true" });
      const marker = new Marker({ element }).setLngLat([card.lon, card.lat]).addTo(this.map);
      this.#shown += 1;
      setTimeout(() => {
        marker.remove();
        this.#shown -= 1;
      }, PULSE_MS);
    }
  }
}
