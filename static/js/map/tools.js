/** What one does with the map itself: the row of buttons at its upper right. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { LayerPanel } from "./layerpanel.js";
import { LinkButton } from "./linkbutton.js";
import { Measure } from "./measure.js";
import { Windows } from "./windows.js";

export class Tools {
  constructor(room, map) {
    this.layers = new LayerPanel(room);
    this.measure = new Measure(room, map);
    this.link = new LinkButton(room, map);
    this.windows = new Windows(room);
    this.element = el(
      "div.map__tools",
      { role: "group", "aria-label": gettext("Tools of the map") },
      this.link.said,
      this.link.element,
      this.measure.element,
      this.windows.element,
      this.layers.element,
    );
  }
}
