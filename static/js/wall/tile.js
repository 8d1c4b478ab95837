/** One place of the wall: which camera, its live picture, and the way to another camera. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { LiveView } from "../video/view.js";

export class Tile {
  #choices = "";

  constructor(room, wall, place) {
    this.room = room;
    this.place = place;
    this.view = new LiveView(room);
    this.select = el("select.tile__choice", { onchange: () => wall.choose(place, this.select.value || null) });
    this.empty = el("p.tile__empty", {}, gettext("Choose a camera above."));
    this.element = el(
      "section.tile",
      { tabindex: 0, hidden: true, ondblclick: () => wall.enlarge(place) },
      el("header.tile__head", {}, this.select),
      this.view.element,
      this.empty,
    );
  }

  /** @param {boolean} isShown @param {string | null} camera @param {object[]} choices cards, in order. */
  render(isShown, camera, choices) {
    this.element.hidden = !isShown;
    this.view.turn(isShown ? camera : null);
    if (!isShown) return;
    this.#offer(choices);
    if (document.activeElement !== this.select) this.select.value = camera ?? "";
    this.view.element.hidden = !camera;
    this.empty.hidden = camera !== null;
    this.element.setAttribute("aria-label", this.room.state.cameras.get(camera)?.name ?? gettext("Empty view"));
    this.select.setAttribute(
      "aria-label",
      interpolate(gettext("Camera of view %(number)s"), { number: this.place + 1 }),
    );
  }

  #offer(choices) {
    const offered = choices.map(({ id, name }) => `${id} ${name}`).join("\n");
    if (offered === this.#choices) return;
    this.#choices = offered;
    this.select.replaceChildren(
      el("option", { value: "" }, gettext("No camera")),
      ...choices.map(({ id, name }) => el("option", { value: id }, name)),
    );
  }
}
