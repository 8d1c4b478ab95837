/** Data of others that the city has brought in: points, lines and areas in grey, under all that is watched. */

import { el, token } from "../../lib/dom.js";
import { shownAs } from "../overlays.js";
import { FIRST_LABEL } from "../style.js";

const FARTHEST = 10;
const NEAREST = 16;
const TITLES = 16;
const FONT = ["DejaVu Sans", "Arial Unicode MS Regular"];
const PARTS = ["area", "line", "point", "title"];
const is = (...kinds) => ["in", ["geometry-type"], ["literal", kinds]];

const sourceOf = (id) => `overlays-${id}`;
const wanted = ({ overlays, shown }) => overlays.list.filter(({ id }) => shown.has(shownAs(id)));

/** One file for all of them: which there are is known at run time only. */
export const overlays = {
  id: "overlays",
  hits: [],
  isShown: () => true,

  add() {},

  needs: (room) => [
    room.overlays.version,
    wanted(room)
      .map(({ id }) => id)
      .join(),
  ],

  update(map, room) {
    room.overlays.start();
    const chosen = wanted(room);
    const there = Object.keys(map.getStyle().sources).filter((name) => name.startsWith(sourceOf("")));
    for (const name of there) if (!chosen.some(({ id }) => sourceOf(id) === name)) takeOff(map, name);
    for (const one of chosen) put(map, one, room.overlays.tilesOf(one));
  },
};

function takeOff(map, name) {
  for (const part of PARTS) map.removeLayer(`${name}-${part}`);
  map.removeSource(name);
}

function put(map, { id, attribution }, tiles) {
  const name = sourceOf(id);
  const there = map.getSource(name);
  if (there) return there.tiles[0] === tiles[0] ? undefined : there.setTiles(tiles);
  const named = el("span", {}, attribution).innerHTML; // MapLibre takes it for HTML
  map.addSource(name, { type: "vector", tiles, minzoom: FARTHEST, maxzoom: NEAREST, attribution: named });
  for (const layer of styleLayers(name)) map.addLayer(layer, FIRST_LABEL);
}

function styleLayers(name) {
  const from = { source: name, "source-layer": "shapes" };
  const ink = token("layer");
  return [
    {
      id: `${name}-area`,
      type: "fill",
      ...from,
      filter: is("Polygon", "MultiPolygon"),
      paint: { "fill-color": ink, "fill-opacity": 0.18, "fill-outline-color": ink },
    },
    {
      id: `${name}-line`,
      type: "line",
      ...from,
      filter: is("LineString", "MultiLineString"),
      paint: { "line-color": ink, "line-width": 2 },
    },
    {
      id: `${name}-point`,
      type: "circle",
      ...from,
      filter: is("Point", "MultiPoint"),
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 2.5, 16, 5],
        "circle-color": ink,
        "circle-stroke-color": token("layer-edge"),
        "circle-stroke-width": 1.2,
      },
    },
    {
      id: `${name}-title`,
      type: "symbol",
      ...from,
      minzoom: TITLES,
      filter: ["has", "title"],
      layout: {
        "text-field": ["get", "title"],
        "text-font": FONT,
        "text-size": 11,
        "text-offset": [0, 1],
        "text-max-width": 9,
      },
      paint: { "text-color": ink, "text-halo-color": token("layer-edge"), "text-halo-width": 1.4 },
    },
  ];
}
