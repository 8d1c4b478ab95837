/** Opens the map or the queue in a window of its own, for a second screen (W: the map). */

import { closeAway } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";

export class Windows {
  constructor(room) {
    this.room = room;
    const way = (part, words) =>
      el("button.plain.row", { type: "button", onclick: () => this.open(part) }, el("span.row__name", {}, words));
    this.element = el(
      "details.menu.map__windows",
      {},
      el("summary", {}, gettext("Second screen"), el("kbd", { "aria-hidden": "true" }, "W")),
      el(
        "div.menu__panel.menu__panel--end",
        {},
        way("map", gettext("The map in a window of its own")),
        way("queue", gettext("The queue in a window of its own")),
        el("p.menu__note", {}, gettext("Selection, filters and the moment of a replay stay in step.")),
      ),
    );
    closeAway(this.element);
  }

  open(part) {
    this.element.open = false;
    if (this.room.desk.detach(part)) return;
    const problem = new Error(gettext("The browser did not let the window open. Allow pop-up windows for this page."));
    this.room.dispatchEvent(new CustomEvent("refused", { detail: { problem } }));
  }
}
