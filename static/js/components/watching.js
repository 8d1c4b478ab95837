/** "3 of 4 cameras watching": a silent camera is never taken for a quiet street. */

import { cameraSentence } from "../alerts/kinds.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { watching } from "../live/store.js";
import { closeAway, Part, say } from "./base.js";

/** The sentence of the bar and of the empty queue. */
export function watchingSentence(state) {
  const { total, watching: count } = watching(state);
  if (!total) return gettext("No camera has a stream yet.");
  return interpolate(
    ngettext("%(count)s of %(total)s camera watching", "%(count)s of %(total)s cameras watching", total),
    {
      count,
      total,
    },
  );
}

class Watching extends Part {
  build() {
    this.label = el("span.watching__said");
    this.short = el("span.watching__short", { "aria-hidden": "true" });
    this.list = el("ul.menu__rows");
    this.menu = el(
      "details.menu",
      {},
      el("summary", {}, el("span.lamp"), this.label, this.short),
      el("div.menu__panel.menu__panel--wide", {}, this.list),
    );
    this.append(this.menu);
    closeAway(this.menu);
    this.menu.addEventListener("toggle", () => this.update());
    this.follow("state", "tick");
  }

  render() {
    const { state } = this.room;
    const { silent, total, watching: count } = watching(state);
    say(this.label, state.ready ? watchingSentence(state).replace(/\.$/, "") : gettext("Cameras: not known yet"));
    say(this.short, state.ready ? interpolate(gettext("Cameras %(count)s/%(total)s"), { count, total }) : "…");
    this.menu.classList.toggle("is-wrong", state.ready && (silent.length > 0 || total === 0));
    if (this.menu.open) this.list.replaceChildren(...this.#rows(silent, total));
  }

  #rows(silent, total) {
    if (!total) return [el("li.menu__note", {}, gettext("An administrator gives a camera its stream address."))];
    if (!silent.length) return [el("li.menu__note", {}, gettext("All cameras that have a stream are watching."))];
    return silent.map((camera) => this.#row(camera));
  }

  #row(camera) {
    const { time } = this.room;
    const go = () => {
      this.menu.open = false;
      this.room.focus({ camera: camera.id });
    };
    return el(
      "li",
      {},
      el(
        "button.row",
        { type: "button", onclick: go },
        el("span.row__name", {}, camera.name),
        el("span.row__side", {}, camera.since && time.ago(camera.since)),
        el("span.row__text", {}, cameraSentence(camera)),
      ),
    );
  }
}

customElements.define("hv-watching", Watching);
