/**
 * The layers of the room, from the ground up. One layer is one file that exports
 *
 *   id       the name of its source and the prefix of its style layers
 *   hits     style layers that answer to a click, or []
 *   isShown(room)          whether it is seen; without it the person's choice (shown.js) counts. What shows nothing is not
 *                          seen: even an empty source is cut into tiles with each movement of the map
 *   add(map)               adds source, images and style layers; called again after each change of theme
 *   needs(room)            all that update() reads; while none of it has changed the layer is left as it is
 *   update(map, room)      puts the room's present state into the source
 *   click(feature, scene)  what a click on one of `hits` does; scene: {map, room, lngLat, popup(lngLat, node)}
 */

import { outline } from "../incidents/outline.js";
import { alerts, selected } from "./layers/alerts.js";
import { cameras } from "./layers/cameras.js";
import { counts } from "./layers/counts.js";
import { coverage } from "./layers/coverage.js";
import { drills } from "./layers/drills.js";
import { heat, history } from "./layers/history.js";
import { incidents } from "./layers/incidents.js";
import { overlays } from "./layers/overlays.js";
import { picked } from "./layers/picked.js";
import { views } from "./layers/views.js";
import { zones } from "./layers/zones.js";

export const LAYERS = [
  coverage,
  overlays,
  views,
  zones,
  heat,
  cameras,
  counts,
  incidents,
  outline,
  history,
  drills,
  alerts,
  selected,
  picked,
];
