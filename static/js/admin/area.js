/** An area field: click corner after corner; a click on the first corner closes it. Several parts make one area. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { basemap } from "./basemap.js";
import { each, parsed, sheet } from "./sheet.js";

const NEAR_PX = 12;
const EMPTY = { type: "FeatureCollection", features: [] };
const INK = "#1d4fb8";

async function draw(textarea) {
  const board = el("div.draw__board.draw__board--map");
  const { words, write } = sheet(textarea, { board, onchange: show });
  let map = null;
  let open = [];
  function show() {
    open = [];
    paint();
  }
  function paint() {
    map?.getSource("area")?.setData({ ...EMPTY, features: [...closed(textarea.value), ...growing(open)] });
    words.textContent = open.length ? gettext("Click the first corner to close the area.") : "";
  }
  function click({ lngLat, point }) {
    const first = open[0] && map.project(open[0]);
    if (open.length > 2 && Math.hypot(first.x - point.x, first.y - point.y) < NEAR_PX) {
      write(JSON.stringify({ type: "MultiPolygon", coordinates: [...parts(textarea.value), [[...open, open[0]]]] }));
      return;
    }
    open.push([Number(lngLat.lng.toFixed(7)), Number(lngLat.lat.toFixed(7))]);
    paint();
  }
  try {
    map = await basemap(board);
  } catch (error) {
    words.textContent = error.message;
    textarea.hidden = false;
    return;
  }
  map.on("load", () => {
    map.addSource("area", { type: "geojson", data: EMPTY });
    map.addLayer({ id: "fill", type: "fill", source: "area", paint: { "fill-color": INK, "fill-opacity": 0.2 } });
    map.addLayer({ id: "edge", type: "line", source: "area", paint: { "line-color": INK, "line-width": 2 } });
    map.addLayer({
      id: "corner",
      type: "circle",
      source: "area",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 5, "circle-color": "#ffffff", "circle-stroke-color": INK, "circle-stroke-width": 2 },
    });
    paint();
  });
  map.on("click", click);
}

function parts(text) {
  const area = parsed(text);
  if (!area) return [];
  return area.type === "Polygon" ? [area.coordinates] : area.coordinates;
}

const feature = (type, coordinates) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
const closed = (text) => parts(text).map((part) => feature("Polygon", part));

function growing(open) {
  if (!open.length) return [];
  return [feature("LineString", open), ...open.map((corner) => feature("Point", corner))];
}

each("draw-area", draw);
