/** The place that a person chooses for an alert that they raise by hand: a cross hair, over everything. */

import { token } from "../../lib/dom.js";
import { collection, point } from "../geo.js";

export const picked = {
  id: "picked",
  hits: [],
  isShown: ({ picking, picked: place }) => picking && place !== null,

  add(map) {
    map.addSource("picked", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "picked-ring",
      type: "circle",
      source: "picked",
      paint: {
        "circle-radius": 14,
        "circle-opacity": 0,
        "circle-stroke-color": token("accent"),
        "circle-stroke-width": 3,
      },
    });
    map.addLayer({
      id: "picked-dot",
      type: "circle",
      source: "picked",
      paint: { "circle-radius": 3, "circle-color": token("accent") },
    });
  },

  update(map, { picking, picked: place }) {
    map.getSource("picked").setData(collection(picking && place ? [point(place.lon, place.lat, {})] : []));
  },
};
