/** What each camera sees of the ground: the true polygon where it is calibrated, else a sector where its direction is known. */

import { token } from "../../lib/dom.js";
import { collection, polygon, sector } from "../geo.js";

const SECTOR_METRES = 28;
const USUAL_ANGLE = 60;

export const views = {
  id: "views",
  hits: [],
  isShown: ({ shown, state }) => shown.has("views") && [...state.cameras.values()].some(ground),

  add(map) {
    map.addSource("views", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "views-fill",
      type: "fill",
      source: "views",
      minzoom: 13,
      paint: {
        "fill-color": token("view"),
        "fill-opacity": ["case", ["get", "chosen"], 0.26, ["get", "watching"], 0.14, 0.04],
      },
    });
    map.addLayer({
      id: "views-edge",
      type: "line",
      source: "views",
      minzoom: 13,
      filter: ["get", "calibrated"],
      paint: {
        "line-color": token("view"),
        "line-opacity": ["case", ["get", "chosen"], 0.9, 0.45],
        "line-width": ["case", ["get", "chosen"], 1.5, 1],
      },
    });
  },

  needs: ({ state, alert }) => [state.cameras, alert?.camera],

  update(map, room) {
    const chosen = room.alert?.camera;
    const features = [...room.state.cameras.values()].flatMap((camera) => {
      const ring = ground(camera);
      if (!ring) return [];
      return polygon(ring, {
        calibrated: camera.view !== null,
        watching: camera.state === "watching",
        chosen: camera.id === chosen,
      });
    });
    map.getSource("views").setData(collection(features));
  },
};

/** A camera without a stream is a mark of what stands in the street: what it sees is its owner's to know. */
function ground(camera) {
  if (camera.view) return camera.view;
  if (camera.bearing === null || camera.stream === false) return null;
  return sector([camera.lon, camera.lat], SECTOR_METRES, camera.bearing, camera.field_angle ?? USUAL_ANGLE);
}
