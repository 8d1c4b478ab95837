/** Alerts of a day, a week or a month as donuts that the database made; apart at the nearest zoom. Under today's pins. */

import { token } from "../../lib/dom.js";
import { addImage, drawRing } from "../icons.js";
import { pastList } from "../pastlist.js";
import { boxOf, GROUPS, groupName, RING_NAME, ringName, tileAddress } from "../pasttiles.js";

const RING = 44;
const FARTHEST = 10;
/** Nearer than this the tiles hold nothing new: from here on alerts stand apart (alerts/tiles.py). */
const NEAREST = 18;

export const history = {
  id: "history",
  hits: ["history-ring", "history-one"],

  /** The past has its own screen: over a replay these states would be those of today. */
  isShown: ({ shown, past }) => shown.has("history") && past === null,

  add(map) {
    map.addSource("history", source());
    for (const layer of styleLayers()) map.addLayer(layer);
  },

  update(map, room) {
    if (history.isShown(room)) point(map, "history", address(room, "donuts"));
  },

  click(feature, scene) {
    const { id, box } = feature.properties;
    if (id) return scene.room.visit(id);
    const { bounds, isPlace } = boxOf(box);
    if (!isPlace && scene.map.getZoom() < NEAREST + 1)
      return scene.map.fitBounds(bounds, { padding: 140, maxZoom: 19 });
    scene.popup(feature.geometry.coordinates, pastList(bounds, scene.room));
  },
};

/** Where alerts were frequent; on demand only. */
export const heat = {
  id: "heat",
  hits: [],
  isShown: ({ shown, past }) => shown.has("heat") && past === null,

  add(map) {
    map.addSource("heat", source());
    map.addLayer({
      id: "heat-map",
      type: "heatmap",
      source: "heat",
      "source-layer": "alerts",
      paint: {
        "heatmap-weight": ["min", 1, ["/", ["ln", ["+", 1, ["get", "count"]]], 5]],
        "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 10, 14, 16, 30, 19, 60],
        "heatmap-opacity": 0.75,
        "heatmap-color": [
          "interpolate",
          ["linear"],
          ["heatmap-density"],
          0,
          token("heat-none"),
          0.15,
          token("heat-low"),
          0.5,
          token("heat-mid"),
          1,
          token("heat-high"),
        ],
      },
    });
  },

  update(map, room) {
    if (heat.isShown(room)) point(map, "heat", address(room, "heat"));
  },
};

function source() {
  return {
    type: "vector",
    tiles: [`${location.origin}/tiles/alerts/{z}/{x}/{y}.pbf`],
    minzoom: FARTHEST,
    maxzoom: NEAREST,
  };
}

function address({ shown, filter, time }, grain) {
  return tileAddress({ origin: location.origin, span: shown.span, kind: filter.kind, grain, now: time.real() });
}

/** Only another address is asked for anew. */
function point(map, name, wanted) {
  const tiles = map.getSource(name);
  if (tiles.tiles[0] !== wanted) tiles.setTiles([wanted]);
}

/** Draws a ring when the map asks for it by its name. */
export function drawMissingRing(map, name) {
  const found = RING_NAME.exec(name);
  if (found) addImage(map, name, RING, (context) => drawRing(context, RING, found.slice(1).map(Number)));
}

function styleLayers() {
  const isHeap = [">", ["get", "count"], 1];
  const from = { source: "history", "source-layer": "alerts" };
  return [
    {
      id: "history-one",
      type: "circle",
      ...from,
      filter: ["!", isHeap],
      paint: {
        "circle-radius": 5,
        "circle-color": [
          "match",
          groupName(),
          ...GROUPS.flatMap(([name]) => [name, token(`past-${name}`)]),
          token("past-expired"),
        ],
        "circle-stroke-color": token("pin-edge"),
        "circle-stroke-width": 1.5,
      },
    },
    {
      id: "history-ring",
      type: "symbol",
      ...from,
      filter: isHeap,
      layout: {
        "icon-image": ringName(),
        "symbol-z-order": "source",
        "icon-size": ["step", ["get", "count"], 0.72, 10, 0.86, 100, 1, 1000, 1.14],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "text-field": ["to-string", ["get", "count"]],
        "text-font": ["DejaVu Sans", "Arial Unicode MS Regular"],
        "text-size": 11,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": token("ink") },
    },
  ];
}
