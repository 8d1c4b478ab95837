/** Watched areas and counting lines where they lie on the ground, with their names when one is near enough. */

import { token } from "../../lib/dom.js";
import { Asked } from "../asked.js";

const asked = new Asked({ id: "zones", path: "zones/ground/" });
const isArea = ["==", ["geometry-type"], "Polygon"];

export const zones = {
  id: "zones",
  hits: [],

  add(map) {
    asked.add(map);
    map.addLayer({
      id: "zones-fill",
      type: "fill",
      source: "zones",
      filter: isArea,
      paint: { "fill-color": token("accent"), "fill-opacity": 0.1 },
    });
    map.addLayer({
      id: "zones-edge",
      type: "line",
      source: "zones",
      paint: {
        "line-color": token("accent"),
        "line-width": ["case", isArea, 1.2, 2.4],
        "line-opacity": 0.9,
      },
    });
    map.addLayer({
      id: "zones-name",
      type: "symbol",
      source: "zones",
      minzoom: 17,
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["DejaVu Sans", "Arial Unicode MS Regular"],
        "text-size": 11,
        "symbol-placement": "point",
      },
      paint: { "text-color": token("ink"), "text-halo-color": token("surface"), "text-halo-width": 1.4 },
    });
  },

  update(map, room) {
    if (room.shown.has("zones")) asked.show(map, room);
  },
};
