/** What belongs to an exercise says so in words, wherever it is shown. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

/** The mark before the name of an alert; nothing for a real one. */
export function exerciseTag(card) {
  return card.exercise ? [el("strong.exercise", {}, gettext("EXERCISE"))] : [];
}

/** "EXERCISE: Fire", or "Fire". */
export function marked(card, words) {
  return card.exercise ? interpolate(gettext("EXERCISE: %(what)s"), { what: words }) : words;
}
