/** The lines of a run in the story of its alert. */

import { gettext, interpolate } from "../lib/i18n.js";
import { stepOf, versionOf } from "./versions.js";
import { rowSentence } from "./words.js";

/** [{at, words, note}], in order; nothing where nobody has begun. */
export function runLines(card, run) {
  if (!run) return [];
  const version = versionOf(card, run);
  const began = { at: run.at, words: interpolate(gettext("Procedure begun by %(by)s"), { by: run.by }), note: "" };
  return [
    began,
    ...run.rows.map((row) => ({ at: row.at, words: rowSentence(row, stepOf(version, row.key)), note: row.reason })),
  ];
}
