/** What one does with the map itself: the row of buttons at its upper right. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { LayerPanel } from "./layerpanel.js";

export class Tools {
  constructor(room) {
    this.layers = new LayerPanel(room);
    this.element = el(
      "div.map__tools",
      { role: "group", "aria-label": gettext("Tools of the map") },
      this.layers.element,
    );
  }
}
