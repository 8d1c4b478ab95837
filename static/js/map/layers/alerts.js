/** Alerts: the only saturated things on the map. The selected one stands apart, so that no cluster swallows it. */

import { DONE_STATES, matches, OPEN_STATES, UNCLAIMED_STATES } from "../../alerts/order.js";
import { token } from "../../lib/dom.js";
import { circle, collection, point, polygon } from "../geo.js";
import { addImage, drawAlert, drawDonut } from "../icons.js";
import { twelfths } from "../pasttiles.js";

const SEVERITIES = ["low", "medium", "high"];
const STATES = [...OPEN_STATES, ...DONE_STATES];
const SIZE = 26;
const DONUT = 42;
const DONUT_NAME = /^donut-(\d)-(\d+)-(\d+)-(\d+)$/;

export const alerts = {
  id: "alerts",
  hits: ["alerts-symbol", "alerts-cluster"],

  add(map) {
    addImages(map);
    map.addSource("alerts", {
      type: "geojson",
      data: collection([]),
      cluster: true,
      clusterRadius: 34,
      clusterMaxZoom: 17,
      clusterProperties: {
        rank: ["max", ["get", "rank"]],
        new: sumOf(UNCLAIMED_STATES),
        claimed: sumOf(["claimed"]),
        done: sumOf(DONE_STATES),
      },
    });
    map.addSource("selected", { type: "geojson", data: collection([]) });
    for (const layer of styleLayers()) map.addLayer(layer);
  },

  needs: ({ state, filter, alert }) => [state.alerts, filter, alert],

  update(map, room) {
    const { state, filter, selected } = room;
    const shown = [...state.alerts.values()].filter(
      (card) => card.id !== selected && !card.exercise && matches(card, filter),
    );
    map.getSource("alerts").setData(collection(shown.map(feature)));
  },

  async click(clicked, { map, room }) {
    const { cluster, cluster_id: cluster_, id } = clicked.properties;
    if (!cluster) return room.select(id);
    const zoom = await map.getSource("alerts").getClusterExpansionZoom(cluster_);
    map.easeTo({ center: clicked.geometry.coordinates, zoom: Math.min(zoom + 0.3, 19) });
  },
};

/** The selected alert; its style layers stand among those of the others. */
export const selected = {
  id: "selected",
  hits: [],
  isShown: ({ alert }) => alert !== null,
  needs: ({ alert }) => [alert],
  add() {},

  update(map, { alert }) {
    map.getSource("selected").setData(collection(alert ? marks(alert) : []));
  },
};

function sumOf(states) {
  return ["+", ["case", ["in", ["get", "state"], ["literal", states]], 1, 0]];
}

export function feature(card) {
  const rank = SEVERITIES.indexOf(card.severity);
  return point(card.lon, card.lat, {
    id: card.id,
    state: card.state,
    rank,
    icon: `alert-${card.severity}-${card.state}`,
  });
}

function marks(card) {
  const centre = [card.lon, card.lat];
  const around = card.place_source !== "camera" ? [polygon(circle(centre, card.error_m), {})] : [];
  return [...around, feature(card)];
}

function addImages(map) {
  for (const severity of SEVERITIES)
    for (const state of STATES)
      addImage(map, `alert-${severity}-${state}`, SIZE, (context) => drawAlert(context, SIZE, severity, state));
}

/** Draws a cluster's ring when the map asks for it by its name. */
export function drawMissing(map, name) {
  const found = DONUT_NAME.exec(name);
  if (!found) return;
  const [rank, ...parts] = found.slice(1).map(Number);
  addImage(map, name, DONUT, (context) => drawDonut(context, DONUT, { severity: SEVERITIES[rank], parts }));
}

function styleLayers() {
  const share = (name) => ["-", twelfths(["get", name], ["get", "point_count"])];
  const isPoint = ["==", ["geometry-type"], "Point"];
  return [
    {
      id: "selected-error",
      type: "fill",
      source: "selected",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": token("ink"), "fill-opacity": 0.16, "fill-outline-color": token("ink") },
    },
    {
      id: "alerts-cluster",
      type: "symbol",
      source: "alerts",
      filter: ["has", "point_count"],
      paint: { "text-color": token("ink") },
      layout: {
        "icon-image": [
          "concat",
          "donut-",
          ["to-string", ["get", "rank"]],
          ...["new", "claimed", "done"].flatMap(share),
        ],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "text-field": ["to-string", ["get", "point_count"]],
        "text-font": ["DejaVu Sans", "Arial Unicode MS Regular"],
        "text-size": 12,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
    },
    {
      id: "alerts-symbol",
      type: "symbol",
      source: "alerts",
      filter: ["!", ["has", "point_count"]],
      layout: {
        "icon-image": ["get", "icon"],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "symbol-sort-key": ["get", "rank"],
      },
    },
    {
      id: "selected-halo",
      type: "circle",
      source: "selected",
      filter: isPoint,
      paint: {
        "circle-radius": 18,
        "circle-color": token("surface"),
        "circle-opacity": 0.85,
        "circle-stroke-color": token("ink"),
        "circle-stroke-width": 2,
      },
    },
    {
      id: "selected-symbol",
      type: "symbol",
      source: "selected",
      filter: isPoint,
      layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true },
    },
  ];
}
