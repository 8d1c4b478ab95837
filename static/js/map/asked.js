/** GeoJSON that the server works out for a layer: asked for when the layer is shown, and again every few minutes. */

import { get } from "../lib/api.js";
import { collection } from "./geo.js";

const KEPT_MS = 300_000;

export class Asked {
  #at = Number.NEGATIVE_INFINITY;
  #answer = null;
  #map = null;

  /** @param {{id: string, path: string, features?: (answer: object, room: object) => object[]}} options id: of the source. */
  constructor({ id, path, features = (answer) => answer.features }) {
    Object.assign(this, { id, path, features });
  }

  /** After a change of theme the source is empty again. */
  add(map) {
    map.addSource(this.id, { type: "geojson", data: collection([]) });
    this.#map = null;
  }

  /** What the server said, null until it has. A failure is told by the room, once for each asking. */
  async show(map, room) {
    const now = performance.now();
    if (now - this.#at > KEPT_MS) {
      this.#at = now;
      try {
        this.#answer = await get(this.path);
        this.#map = null;
        room.dispatchEvent(new CustomEvent("layers"));
      } catch (problem) {
        room.dispatchEvent(new CustomEvent("refused", { detail: { problem } }));
      }
    }
    if (this.#map === map || !this.#answer) return;
    this.#map = map;
    map.getSource(this.id)?.setData(collection(this.features(this.#answer, room)));
  }

  get answer() {
    return this.#answer;
  }
}
