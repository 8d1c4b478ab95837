/** Outlines of all incidents of more than one alert; on demand. That of the selected alert is a layer of its own. */

import { matches } from "../../alerts/order.js";
import { hull } from "../../incidents/hull.js";
import { token } from "../../lib/dom.js";
import { circle, collection, polygon } from "../geo.js";

const AROUND_METRES = 12;

export const incidents = {
  id: "incidents",
  hits: ["incidents-fill"],

  add(map) {
    map.addSource("incidents", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "incidents-fill",
      type: "fill",
      source: "incidents",
      paint: { "fill-color": token("ink"), "fill-opacity": 0.06 },
    });
    map.addLayer({
      id: "incidents-edge",
      type: "line",
      source: "incidents",
      paint: { "line-color": token("ink"), "line-opacity": 0.6, "line-width": 1, "line-dasharray": [3, 2] },
    });
  },

  needs: ({ state, filter, shown }) => [state.alerts, state.incidents, filter, shown.has("incidents")],

  update(map, { state, filter, shown }) {
    if (!shown.has("incidents")) return;
    const outlines = [...together(state, filter).values()].filter((cards) => cards.length > 1);
    map.getSource("incidents").setData(collection(outlines.map(outline)));
  },

  click(feature, { room }) {
    room.select(feature.properties.newest);
  },
};

/** By incident, the cards that the filter lets through. */
function together(state, filter) {
  const groups = new Map();
  for (const { id, incident } of state.incidents.values()) {
    const card = state.alerts.get(id);
    if (card && matches(card, filter)) groups.set(incident, [...(groups.get(incident) ?? []), card]);
  }
  return groups;
}

function outline(cards) {
  const newest = cards.reduce((one, other) => (one.captured_at < other.captured_at ? other : one));
  const places = cards.flatMap(({ lon, lat }) => circle([lon, lat], AROUND_METRES));
  return polygon(hull(places), { newest: newest.id });
}
