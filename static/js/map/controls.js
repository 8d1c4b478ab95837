/** The map's own controls: whom to thank for it, its scale, nearer and farther. */

import { AttributionControl, NavigationControl, ScaleControl } from "../../maplibre-gl/maplibre-gl.mjs";
import { gettext } from "../lib/i18n.js";

const SCALE_MS = 120;

export function addControls(map, customAttribution) {
  map.addControl(new AttributionControl({ compact: false, customAttribution }), "bottom-left");
  map.addControl(calmScale(), "bottom-left");
  map.addControl(new NavigationControl({ visualizePitch: true }), "bottom-right");
}

/** Writes its length when the map rests: with each frame of a movement it would make the whole page lay itself out. */
function calmScale() {
  const scale = new ScaleControl({ maxWidth: 120 });
  const write = scale._onMove;
  let timer = 0;
  scale._onMove = () => {
    clearTimeout(timer);
    timer = setTimeout(write, SCALE_MS);
  };
  return scale;
}

/** What the map's own buttons are called. */
export function controlWords() {
  return {
    "NavigationControl.ZoomIn": gettext("Nearer"),
    "NavigationControl.ZoomOut": gettext("Farther"),
    "NavigationControl.ResetBearing": gettext("Turn north up"),
    "AttributionControl.ToggleAttribution": gettext("Sources of the map"),
    "Map.Title": gettext("Map"),
    "Popup.Close": gettext("Close"),
  };
}
