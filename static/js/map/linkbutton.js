/** Copies a link that opens the same place, alert and moment for whoever may see them (Y); opens those that came in. */

import { say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { readLink, writeLink } from "./link.js";

const SAID_MS = 4000;

export class LinkButton {
  constructor(room, map) {
    this.room = room;
    this.map = map;
    this.said = el("span.map__said", { role: "status" });
    this.element = el(
      "button.button",
      {
        type: "button",
        title: gettext("A link to what you see: the place, the alert, the moment"),
        onclick: () => this.copy(),
      },
      gettext("Copy link"),
      el("kbd", { "aria-hidden": "true" }, "Y"),
    );
    addEventListener("hashchange", () => this.open());
    this.open();
  }

  /** The whole address of what is seen now. */
  get address() {
    const { lng, lat } = this.map.getCenter();
    const { selected, past } = this.room;
    const hash = writeLink({ zoom: this.map.getZoom(), lat, lon: lng, alert: selected, at: past ? past.at : null });
    return `${location.origin}/map/${hash}`;
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.address);
      this.#say(gettext("Link copied"));
    } catch {
      this.#show(this.address);
    }
  }

  /** Goes where the page's own address leads. What is not there, or not for this person, is told where it is asked for. */
  async open() {
    const { map, alert, at, isBroken } = readLink(location.hash);
    if (map) this.map.jumpTo({ center: [map.lon, map.lat], zoom: map.zoom });
    await this.#known();
    if (isBroken) this.#refuse(gettext("This link cannot be read to its end. Ask for it once more."));
    if (at !== null) {
      this.room.replay({ from: at });
      await this.#heard("past");
    }
    if (alert && (await this.room.visit(alert)) && map === null) this.room.focus({ alert });
  }

  /** Before the room knows what is there, nothing is there to go to. */
  async #known() {
    while (!this.room.state.ready) await this.#heard("state");
  }

  #heard(type) {
    return new Promise((done) => this.room.addEventListener(type, done, { once: true }));
  }

  #refuse(sentence) {
    this.room.dispatchEvent(new CustomEvent("refused", { detail: { problem: new Error(sentence) } }));
  }

  #say(words) {
    say(this.said, words);
    setTimeout(() => say(this.said, ""), SAID_MS);
  }

  /** Where the browser lets no page write to the clipboard. */
  #show(address) {
    const field = el("input.input", { readonly: true, value: address, "aria-label": gettext("Link") });
    const dialog = el(
      "dialog.dialog",
      { "aria-label": gettext("Link"), onclose: () => dialog.remove() },
      el("h2", {}, gettext("Copy this link")),
      field,
      el("form.dialog__end", { method: "dialog" }, el("button.button", {}, gettext("Close"))),
    );
    document.body.append(dialog);
    dialog.showModal();
    field.select();
  }
}
