/** On the map: a thin outline around the alerts of the selected one's incident. */

import { token } from "../lib/dom.js";
import { circle, collection, polygon } from "../map/geo.js";
import { othersOf } from "./choosing.js";
import { hull } from "./hull.js";

const AROUND_METRES = 9;

export const outline = {
  id: "incident",
  hits: [],
  isShown: ({ alert }) => alert !== null,

  add(map) {
    map.addSource("incident", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "incident-fill",
      type: "fill",
      source: "incident",
      paint: { "fill-color": token("ink"), "fill-opacity": 0.05 },
    });
    map.addLayer({
      id: "incident-edge",
      type: "line",
      source: "incident",
      paint: { "line-color": token("ink"), "line-opacity": 0.8, "line-width": 1.2 },
    });
  },

  needs: ({ state, alert }) => [state.alerts, state.incidents, alert],

  update(map, { alert, state }) {
    const others = alert ? othersOf(alert.id, state) : [];
    const places = others.length ? [alert, ...others].flatMap(({ lon, lat }) => circle([lon, lat], AROUND_METRES)) : [];
    map.getSource("incident").setData(collection(places.length ? [polygon(hull(places), {})] : []));
  },
};
