/** The map beside the picture: marks, error ellipses, the ground that the camera sees; corners of buildings attract. */

import { LngLatBounds, Marker } from "../../maplibre-gl/maplibre-gl.mjs";
import { basemap } from "../admin/basemap.js";
import { el, token } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { collection, ellipse, point, polygon } from "../map/geo.js";
import { baseStyle, FIRST_LABEL } from "../map/style.js";
import { nearest } from "./snap.js";

const CLOSE = 18;
const NEAREST = 19;
const ATTRACTS_PX = 12;
const WITH_CORNERS = ["building", "square"];

/** @param {{put: Function, move: Function, choose: Function}} on as for the picture, with places [lon, lat]. */
export async function ground(container, camera, on) {
  const map = await basemap(container, document.documentElement.dataset.theme);
  let shown = { marks: [], chosen: -1 };
  let snaps = true;
  let pins = [];
  let isHeld = false;
  /** What came to be drawn while a pin was held: the pin under the pointer must stay the same one. */
  let waiting = null;

  function attracted(lngLat) {
    const here = map.project(lngLat);
    const box = [
      [here.x - ATTRACTS_PX, here.y - ATTRACTS_PX],
      [here.x + ATTRACTS_PX, here.y + ATTRACTS_PX],
    ];
    const layers = WITH_CORNERS.filter((id) => map.getLayer(id));
    const corner = snaps
      ? nearest(map.queryRenderedFeatures(box, { layers }), here, map.project.bind(map), ATTRACTS_PX)
      : null;
    return round(corner ?? [lngLat.lng, lngLat.lat]);
  }

  function layers() {
    if (map.getSource("seen")) return;
    for (const id of ["seen", "doubt", "camera"]) map.addSource(id, { type: "geojson", data: collection([]) });
    const fill = (id, source, paint) => map.addLayer({ id, type: "fill", source, paint }, FIRST_LABEL);
    const line = (id, source, paint) => map.addLayer({ id, type: "line", source, paint }, FIRST_LABEL);
    fill("seen-fill", "seen", { "fill-color": token("view"), "fill-opacity": 0.18 });
    line("seen-edge", "seen", { "line-color": token("view"), "line-width": 1.5 });
    fill("doubt-fill", "doubt", { "fill-color": token("accent"), "fill-opacity": 0.22 });
    line("doubt-edge", "doubt", { "line-color": token("accent"), "line-width": 1.5 });
    map.addLayer({
      id: "camera-dot",
      type: "circle",
      source: "camera",
      paint: {
        "circle-color": token("camera"),
        "circle-radius": 6,
        "circle-stroke-color": token("camera-edge"),
        "circle-stroke-width": 2,
      },
    });
    draw(shown);
  }
  function pin({ place, bad }, index, chosen) {
    const node = el(
      "button.pin",
      {
        type: "button",
        "aria-label": interpolate(gettext("Point %(number)s on the map"), { number: index + 1 }),
        "aria-pressed": String(index === chosen),
        "data-index": index,
        "data-side": "place",
        onfocus: () => on.choose(index),
        onclick: (event) => event.stopPropagation(),
        onpointerdown: take,
      },
      el("span.pin__number", {}, String(index + 1)),
    );
    node.classList.toggle("pin--bad", bad);
    node.classList.toggle("pin--chosen", index === chosen);
    const marker = new Marker({ element: node, draggable: true }).setLngLat(place).addTo(map);
    marker.on("dragend", () => on.move(index, attracted(marker.getLngLat())));
    return marker;
  }
  function take() {
    isHeld = true;
  }
  function drop() {
    isHeld = false;
    if (waiting) draw(waiting);
  }
  function draw(next) {
    waiting = isHeld ? next : null;
    if (isHeld) return;
    shown = next;
    for (const marker of pins) marker.remove();
    pins = shown.marks.flatMap((mark, index) => (mark.place ? [pin(mark, index, shown.chosen)] : []));
    if (!map.getSource("seen")) return;
    const found = shown.found;
    map.getSource("camera").setData(collection([point(camera.lon, camera.lat, {})]));
    map.getSource("seen").setData(collection(found?.view ? [polygon(found.view.coordinates[0], {})] : []));
    map
      .getSource("doubt")
      .setData(
        collection(
          (found?.ellipses ?? []).map((one) => polygon(ellipse(one.place, one.major_m, one.minor_m, one.bearing), {})),
        ),
      );
  }

  map.on("style.load", layers);
  if (map.isStyleLoaded()) layers();
  map.on("click", ({ lngLat }) => on.put(attracted(lngLat)));
  map.jumpTo({ center: [camera.lon, camera.lat], zoom: CLOSE });
  // Let go of after the map has heard of it, which tells where the pin was dragged to.
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(drop));
  document.addEventListener("themechange", () =>
    map.setStyle(baseStyle({ theme: document.documentElement.dataset.theme, origin: location.origin })),
  );
  return {
    map,
    draw,
    snap: (whether) => {
      snaps = whether;
    },
    /** Moves to where these places are; stays at the camera when there are none. */
    show: (places) => {
      if (!places.length) return;
      const bounds = places.reduce((all, place) => all.extend(place), new LngLatBounds());
      map.fitBounds(bounds.extend([camera.lon, camera.lat]), { padding: 48, maxZoom: NEAREST, animate: false });
    },
    middle: () => round(map.getCenter().toArray()),
  };
}

const round = (place) => place.map((degrees) => Number(degrees.toFixed(7)));
