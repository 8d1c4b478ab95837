/** Words for procedures and their runs. */

import { gettext, inMine, interpolate, ngettext } from "../lib/i18n.js";
import { MINUTE, SECOND, span } from "../lib/time.js";

/** What a city wrote, in the reader's language, else in English, else in any. */
export const said = (text) => inMine(text) || Object.values(text ?? {})[0] || "";

/** A minute is said in seconds at its end only: nobody reads a clock that runs. */
const NEAR = 2 * MINUTE;

/** {words: "due in 2 min" or "late by 40 s", isLate}; null for what has all the time. began: ISO 8601. */
export function dueOf(step, began, now) {
  if (step.due === null || !began) return null;
  const left = Date.parse(began) + step.due * MINUTE - now;
  if (left < 0)
    return { isLate: true, words: interpolate(gettext("late by %(span)s"), { span: rough(-left, Math.floor) }) };
  return { isLate: false, words: interpolate(gettext("due in %(span)s"), { span: rough(left, Math.ceil) }) };
}

function rough(milliseconds, round) {
  const unit = milliseconds < NEAR ? SECOND : MINUTE;
  return span(round(milliseconds / unit) * unit);
}

/** "due within 2 min", before it began. */
export const dueBefore = (step) =>
  step.due === null ? "" : interpolate(gettext("due within %(span)s"), { span: span(step.due * MINUTE) });

/** "3 steps done": how many there are in all is known only when the last question is answered. */
export function doneCount(count, format) {
  return interpolate(ngettext("%(count)s step done", "%(count)s steps done", count), { count: format.number(count) });
}

const ROWS = {
  done: () => gettext("“%(step)s” done by %(by)s"),
  answered: () => gettext("“%(step)s” answered by %(by)s: %(answer)s"),
  skipped: () => gettext("“%(step)s” skipped by %(by)s"),
  undone: () => gettext("“%(step)s” taken back by %(by)s"),
};

/** A row of a run as a line of the alert's story. step: undefined while the version is not known yet. */
export function rowSentence(row, step) {
  const isAnswer = row.verb === "done" && row.answer !== null;
  return interpolate(ROWS[isAnswer ? "answered" : row.verb](), {
    step: step ? said(step.title) : gettext("Step of the procedure"),
    by: row.by,
    answer: answerOf(row, step),
  });
}

/** The words of the answer that was given; its number while the version is not known yet. */
export function answerOf(row, step) {
  const answer = step?.answers[row.answer - 1];
  return answer ? said(answer.label) : String(row.answer ?? "");
}
