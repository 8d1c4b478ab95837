/** The wall: live pictures side by side, around the alert that the control room looks at or as a person chose them. */

import { kindName, placeName } from "../alerts/kinds.js";
import { Part, say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { followSelection } from "../video/link.js";
import { arrangement, SIZES, streams } from "./arrangement.js";
import { Tile } from "./tile.js";

const KEPT = "hypervision:wall";
const MOST = Math.max(...SIZES);

class Wall extends Part {
  #settings = { size: 4, follow: true, chosen: [] };
  #alert = null;
  #large = null;

  build() {
    this.#settings = { ...this.#settings, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
    this.room.wall = this;
    this.sentence = el("p.wall__sentence", { role: "status" });
    this.sizes = SIZES.map((size) => this.#sizeButton(size));
    this.following = el(
      "button.button.small",
      { type: "button", onclick: () => this.toggleFollow() },
      gettext("Follow the control room"),
      el("kbd", {}, "F"),
    );
    this.tiles = Array.from({ length: MOST }, (_, place) => new Tile(this.room, this, place));
    this.grid = el(
      "div.wall__grid",
      {},
      this.tiles.map(({ element }) => element),
    );
    const label = gettext("Number of views");
    const sizes = el("div.switch", { role: "group", "aria-label": label }, this.sizes);
    this.append(el("div.wall__tools", {}, this.sentence, sizes, this.following), this.grid);
    followSelection((alert) => this.#follow(alert));
    this.room.addEventListener("focus", ({ detail }) => detail.camera && this.choose(0, detail.camera));
    this.follow("state", "connection", "tick");
  }

  get follows() {
    return this.#settings.follow;
  }

  get size() {
    return this.#large === null ? this.#settings.size : 1;
  }

  /** The ids of the cameras in the places that are shown; null for an empty place. */
  get shown() {
    const { cameras, alerts } = this.room.state;
    const alert = alerts.get(this.#alert) ?? null;
    const all = arrangement({ ...this.#settings, alert, cameras });
    return this.#large === null ? all : [all[this.#large]];
  }

  resize(size) {
    this.#large = null;
    this.#set({ size });
  }

  toggleFollow() {
    this.#set({ follow: !this.follows, chosen: this.follows ? this.#everyPlace() : this.#settings.chosen });
  }

  /** A camera that is chosen by hand stays; what else is on the wall stays with it. */
  choose(place, camera) {
    const chosen = this.follows ? this.#everyPlace() : [...this.#settings.chosen];
    while (chosen.length < MOST) chosen.push(null);
    chosen[this.#large ?? place] = camera;
    this.#set({ follow: false, chosen });
  }

  /** One view alone, and back. */
  enlarge(place) {
    this.#large = this.#large === null && this.#settings.size > 1 ? place : null;
    this.update();
  }

  /** Back to all views; whether there was something to go back from. */
  shrink() {
    if (this.#large === null) return false;
    const place = this.#large;
    this.#large = null;
    this.render();
    this.tiles[place].element.focus();
    return true;
  }

  /** Moves the focus so many places on, from the first when it is nowhere. */
  move(by) {
    const at = this.tiles.findIndex(({ element }) => element.contains(document.activeElement));
    const next = at === -1 ? 0 : Math.max(0, Math.min(this.size - 1, at + by));
    this.tiles[next].element.focus();
  }

  get columns() {
    return Math.sqrt(this.size);
  }

  render() {
    const { state, failure } = this.room;
    const shown = this.shown;
    this.grid.style.setProperty("--columns", this.columns);
    say(this.sentence, this.#words(state, failure));
    for (const [index, button] of this.sizes.entries())
      button.setAttribute("aria-current", String(this.#large === null && SIZES[index] === this.#settings.size));
    this.following.setAttribute("aria-pressed", String(this.follows));
    const choices = streams(state.cameras);
    for (const tile of this.tiles) tile.render(tile.place < this.size, shown[tile.place] ?? null, choices);
  }

  #words(state, failure) {
    if (failure) return failure.sentence;
    if (!state.ready) return gettext("Loading…");
    const count = streams(state.cameras).length;
    if (!count) return gettext("No camera has a stream yet. An administrator gives a camera its address.");
    if (!this.follows) return gettext("Cameras chosen by hand.");
    const card = state.alerts.get(this.#alert);
    if (card)
      return interpolate(gettext("Around the selected alert: %(kind)s, %(place)s, %(ago)s."), {
        kind: kindName(card.kind),
        place: placeName(card),
        ago: this.room.time.ago(card.captured_at),
      });
    return interpolate(
      ngettext(
        "No alert is selected in the control room of this browser: %(count)s camera.",
        "No alert is selected in the control room of this browser: %(count)s cameras, by name.",
        count,
      ),
      { count },
    );
  }

  /** An alert that is closed in the control room leaves the wall where it is: somebody may still look on. */
  #follow(alert) {
    if (alert === null) return;
    this.#alert = alert;
    this.update();
  }

  #everyPlace() {
    const { cameras, alerts } = this.room.state;
    const alert = alerts.get(this.#alert) ?? null;
    return arrangement({ ...this.#settings, size: MOST, alert, cameras });
  }

  #set(changes) {
    this.#settings = { ...this.#settings, ...changes };
    localStorage.setItem(KEPT, JSON.stringify(this.#settings));
    this.update();
  }

  #sizeButton(size) {
    return el("button", { type: "button", onclick: () => this.resize(size) }, String(size));
  }
}

customElements.define("hv-wall", Wall);
