/** The city's base map in a field of the administration. */

import { Map as BaseMap, NavigationControl, setWorkerUrl } from "../../maplibre-gl/maplibre-gl.mjs";
import { get } from "../lib/api.js";
import { baseStyle } from "../map/style.js";

setWorkerUrl(new URL("../../maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);

/** A map that shows the whole city. */
export async function basemap(container, theme = "light") {
  const { bounds, attribution: credit } = await get("/tiles/base.json");
  const map = new BaseMap({
    container,
    style: baseStyle({ theme, origin: location.origin, credit }),
    bounds,
    minZoom: 10,
    maxZoom: 19.5,
    doubleClickZoom: false,
    fitBoundsOptions: { padding: 16 },
  });
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  return map;
}
