/** How many crossed the lines of each camera in the last hour: a number beside the camera. A small one is not told. */

import { token } from "../../lib/dom.js";
import { Asked } from "../asked.js";
import { point } from "../geo.js";

const asked = new Asked({ id: "counts", path: "counts/last-hour/", features });

export const counts = {
  id: "counts",
  hits: [],

  add(map) {
    asked.add(map);
    map.addLayer({
      id: "counts-number",
      type: "symbol",
      source: "counts",
      layout: {
        "text-field": ["get", "words"],
        "text-font": ["DejaVu Sans", "Arial Unicode MS Regular"],
        "text-size": 12,
        "text-anchor": "left",
        "text-offset": [1.1, 0],
        "text-justify": "left",
        "text-max-width": 16,
        "text-allow-overlap": true,
      },
      paint: { "text-color": token("ink"), "text-halo-color": token("surface"), "text-halo-width": 2 },
    });
  },

  update(map, room) {
    if (room.shown.has("counts")) asked.show(map, room);
  },
};

/** A line a counting line, under each other where a camera has several. */
function features({ results }, { state, format }) {
  const lines = Map.groupBy(results, ({ camera }) => camera);
  return [...lines].flatMap(([id, rows]) => {
    const camera = state.cameras.get(id);
    if (!camera) return [];
    const words = rows.map((row) => `${row.zone_name} ${row.objects === null ? "< 5" : format.number(row.objects)}/h`);
    return point(camera.lon, camera.lat, { words: words.join("\n") });
  });
}
