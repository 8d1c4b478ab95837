/** A point field: click the map or drag the mark. */

import { Marker } from "../../maplibre-gl/maplibre-gl.mjs";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { basemap } from "./basemap.js";
import { each, parsed, sheet } from "./sheet.js";

const CLOSE = 17;

async function draw(textarea) {
  const board = el("div.draw__board.draw__board--map");
  const { words, write, tools } = sheet(textarea, { board, onchange: show });
  let map = null;
  let marker = null;
  function show(value) {
    const point = parsed(value);
    marker?.remove();
    marker = null;
    if (!point || !map) return;
    marker = new Marker({ draggable: true }).setLngLat(point.coordinates).addTo(map);
    marker.on("dragend", () => keep(marker.getLngLat()));
  }
  const keep = ({ lng, lat }) => write(JSON.stringify({ type: "Point", coordinates: [round(lng), round(lat)] }));
  try {
    map = await basemap(board);
  } catch (error) {
    words.textContent = error.message;
    textarea.hidden = false;
    return;
  }
  map.on("click", ({ lngLat }) => keep(lngLat));
  tools.prepend(el("button", { type: "button", onclick: () => keep(map.getCenter()) }, gettext("Mark the middle")));
  textarea.addEventListener("place", ({ detail: [lng, lat] }) => {
    keep({ lng, lat });
    map.jumpTo({ center: [lng, lat], zoom: CLOSE });
  });
  show(textarea.value);
  const point = parsed(textarea.value);
  if (point) map.jumpTo({ center: point.coordinates, zoom: CLOSE });
}

const round = (degrees) => Number(degrees.toFixed(7));

each("draw-place", draw);
