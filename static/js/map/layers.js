/**
 * The layers of the room, from the ground up. One layer is one file that exports
 *
 *   id       the name of its source and the prefix of its style layers
 *   hits     style layers that answer to a click, or []
 *   add(map)               adds source, images and style layers; called again after each change of theme
 *   update(map, room)      puts the room's present state into the source
 *   click(feature, scene)  what a click on one of `hits` does; scene: {map, room, popup(lngLat, node)}
 */

import { outline } from "../incidents/outline.js";
import { alerts } from "./layers/alerts.js";
import { cameras } from "./layers/cameras.js";
import { views } from "./layers/views.js";

export const LAYERS = [views, cameras, outline, alerts];
