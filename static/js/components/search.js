/** Finds streets, districts and cameras; the map goes there, the selected alert stays selected. */

import { get, Problem } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { Part } from "./base.js";

const PAUSE_MS = 180;
const TYPES = {
  street: () => gettext("Street"),
  district: () => gettext("District"),
  camera: () => gettext("Camera"),
};

class Search extends Part {
  #timer = 0;
  #hits = [];
  #at = -1;

  build() {
    this.list = el("ul.search__hits", { id: "search-hits", role: "listbox", hidden: true });
    this.input = el("input.input.search__input", {
      type: "search",
      role: "combobox",
      autocomplete: "off",
      placeholder: gettext("Search streets and cameras"),
      "aria-label": gettext("Search streets and cameras"),
      "aria-controls": "search-hits",
      "aria-expanded": "false",
      oninput: () => this.#ask(),
      onkeydown: (event) => this.#key(event),
      onblur: () => setTimeout(() => this.#show([]), 150),
    });
    this.append(this.input, el("kbd.search__key", { "aria-hidden": "true" }, "/"), this.list);
  }

  #ask() {
    clearTimeout(this.#timer);
    const query = this.input.value.trim();
    if (query.length < 2) return this.#show([]);
    this.#timer = setTimeout(() => this.#find(query), PAUSE_MS);
  }

  async #find(query) {
    try {
      const { results } = await get(`search/?q=${encodeURIComponent(query)}`);
      if (query !== this.input.value.trim()) return;
      this.#show(results, interpolate(gettext("Nothing is called “%(query)s” here."), { query }));
    } catch (error) {
      this.#show([], error instanceof Problem ? error.message : gettext("The search cannot be reached."));
    }
  }

  #show(hits, otherwise = "") {
    this.#hits = hits;
    this.#at = hits.length ? 0 : -1;
    const rows = hits.map((hit, index) => this.#row(hit, index));
    if (!rows.length && otherwise) rows.push(el("li.search__none", {}, otherwise));
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.#mark();
  }

  #row(hit, index) {
    return el(
      "li.search__hit",
      {
        role: "option",
        id: `hit-${index}`,
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => this.#go(hit),
      },
      el("span", {}, hit.name),
      el("span.search__type", {}, TYPES[hit.type]?.() ?? hit.type),
    );
  }

  #mark() {
    for (const [index, row] of [...this.list.children].entries())
      row.setAttribute("aria-selected", String(index === this.#at));
    if (this.#at >= 0) this.input.setAttribute("aria-activedescendant", `hit-${this.#at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.#hits.length) {
      event.preventDefault();
      this.#at = (this.#at + steps[event.key] + this.#hits.length) % this.#hits.length;
      this.#mark();
    } else if (event.key === "Enter" && this.#at >= 0) this.#go(this.#hits[this.#at]);
    else if (event.key === "Escape") this.#leave();
  }

  #go(hit) {
    this.room.focus({ lon: hit.lon, lat: hit.lat, bbox: hit.bbox, name: hit.name });
    this.#leave();
  }

  #leave() {
    this.input.value = "";
    this.#show([]);
    this.input.blur();
  }
}

customElements.define("hv-search", Search);
