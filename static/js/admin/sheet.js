/** What the drawing fields of the administration share: a board over a hidden textarea, with undo and clear. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";

/** Hides the textarea behind a board; returns a line for words, the tools, and write(), which keeps undo. */
export function sheet(textarea, { board, onchange }) {
  const past = [];
  const words = el("span.draw__words", { role: "status" });
  const step = (value) => {
    textarea.value = value;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    onchange(value);
  };
  const undo = el("button", { type: "button", onclick: () => past.length && step(past.pop()) }, gettext("Undo"));
  const clear = el("button", { type: "button", onclick: () => write("") }, gettext("Clear"));
  function write(value) {
    if (value === textarea.value) return;
    past.push(textarea.value);
    step(value);
  }
  textarea.hidden = true;
  const tools = el("div.draw__tools", {}, undo, clear, words);
  textarea.after(el("div.draw", {}, board, tools));
  return { words, write, tools };
}

/** The value of a textarea as JSON; null when it is empty or no JSON. */
export function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Runs make() for every field of a class, now. */
export function each(selector, make) {
  for (const field of document.querySelectorAll(`textarea.${selector}`)) make(field);
}
