/** A short list from which a person chooses, by pointer or with the keys 1 to 9: one that acts at once, or several. */

import { el } from "../lib/dom.js";

export class Choices {
  #several = false;

  constructor() {
    this.element = el("div.reasons", { role: "group", hidden: true });
  }

  /**
   * @param {{title: string, of: [string, string][], several?: boolean, onpick?: (code: string) => void}} list
   *   of: code and label of each. several: a choice is marked and waits; else onpick is called with it.
   */
  show({ title, of, several = false, onpick }) {
    this.#several = several;
    const heading = el("p.reasons__title", { tabindex: -1 }, title);
    const rows = of.map(([code, label], index) => this.#row(code, label, index, onpick));
    this.element.replaceChildren(heading, ...rows);
    this.element.setAttribute("aria-label", title);
    this.element.hidden = false;
    heading.focus(); // not a choice: a second Enter must decide nothing
  }

  hide() {
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  pick(number) {
    const row = this.element.querySelectorAll("button")[number - 1];
    row?.click();
    return row !== undefined;
  }

  /** The codes that are marked. */
  get marked() {
    return [...this.element.querySelectorAll("[aria-pressed=true]")].map((row) => row.dataset.code);
  }

  #row(code, label, index, onpick) {
    const row = el(
      "button.reasons__choice",
      { type: "button", "data-code": code, "aria-pressed": this.#several ? "false" : null },
      el("kbd", { "aria-hidden": "true" }, index < 9 ? index + 1 : ""),
      label,
    );
    const mark = () => row.setAttribute("aria-pressed", String(row.getAttribute("aria-pressed") !== "true"));
    row.addEventListener("click", this.#several ? mark : () => onpick(code));
    return row;
  }
}
