/** Where the alerts of a script lie: marks with their numbers on the map; a click is the place of the row that asks. */

import { Marker } from "../../maplibre-gl/maplibre-gl.mjs";
import { basemap } from "../admin/basemap.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

export class Preview {
  #map = null;
  #marks = [];
  #places = [];

  /** onclick: told the place that was clicked. */
  constructor(element, onclick) {
    this.board = el("div.exercise-map", { role: "region", "aria-label": gettext("Where the alerts lie") });
    this.words = el("p.quiet", { hidden: true });
    element.append(this.board, this.words);
    this.#open(onclick);
  }

  async #open(onclick) {
    try {
      this.#map = await basemap(this.board, document.documentElement.dataset.theme);
    } catch (error) {
      this.board.hidden = true;
      this.words.hidden = false;
      this.words.textContent = interpolate(gettext("There is no map: %(reason)s"), { reason: error.message });
      return;
    }
    this.#map.on("click", ({ lngLat }) => onclick(lngLat));
    this.show(this.#places);
  }

  /** @param {{number: number, lon: number, lat: number}[]} places */
  show(places) {
    this.#places = places;
    if (!this.#map) return;
    for (const mark of this.#marks) mark.remove();
    this.#marks = places.map(({ number, lon, lat }) =>
      new Marker({ element: el("span.exercise-mark", {}, number) }).setLngLat([lon, lat]).addTo(this.#map),
    );
  }

  /** Of what is shown now; null while there is no map. */
  get middle() {
    return this.#map?.getCenter() ?? null;
  }

  /** Whether a click is waited for. */
  set isAsking(is) {
    this.board.classList.toggle("is-asking", is);
  }
}
