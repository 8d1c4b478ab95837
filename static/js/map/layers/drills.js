/** Alerts of an exercise: in no cluster with real ones, and each with the word below it. */

import { matches } from "../../alerts/order.js";
import { token } from "../../lib/dom.js";
import { gettext } from "../../lib/i18n.js";
import { collection } from "../geo.js";
import { feature } from "./alerts.js";

export const drills = {
  id: "drills",
  hits: ["drills-symbol"],
  isShown: ({ state }) => state.exercises.size > 0 || [...state.alerts.values()].some((card) => card.exercise),

  add(map) {
    map.addSource("drills", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "drills-symbol",
      type: "symbol",
      source: "drills",
      layout: {
        "icon-image": ["get", "icon"],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "text-field": gettext("EXERCISE"),
        "text-font": ["DejaVu Sans", "Arial Unicode MS Regular"],
        "text-size": 11,
        "text-offset": [0, 1.9],
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": token("ink"), "text-halo-color": token("surface"), "text-halo-width": 1.5 },
    });
  },

  /** The selected one keeps its word, under the mark of what is selected. */
  needs: ({ state, filter, alert }) => [state.alerts, filter, alert],

  update(map, { state, filter, selected }) {
    const shown = [...state.alerts.values()].filter(
      (card) => card.exercise && (card.id === selected || matches(card, filter)),
    );
    map.getSource("drills").setData(collection(shown.map(feature)));
  },

  click(clicked, { room }) {
    room.select(clicked.properties.id);
  },
};
