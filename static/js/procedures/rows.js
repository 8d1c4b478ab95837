/** The small rows of a run: steps that are behind it, folded, and steps that come below the one at hand. */

import { informedNames } from "../alerts/kinds.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { answerOf, doneCount, said } from "./words.js";

const SIGNS = { done: "✓", skipped: "–" };

/** fold: whether it is open, and who is told when it is opened or folded. */
export function doneList(rows, format, fold) {
  return el("details.procedure__done", fold, el("summary", {}, doneCount(rows.length, format)), el("ol", {}, ...rows));
}

/** undo: takes it back; null where nobody may. */
export function doneRow(step, row, room, undo) {
  const title = said(step.title);
  const label = interpolate(gettext("Undo “%(step)s”"), { step: title });
  const what = [howOf(step, row), whoOf(row, room)].filter(Boolean).join(" · ");
  return el(
    "li",
    {},
    el("span", { "aria-hidden": "true" }, row.isWaiting ? "…" : SIGNS[row.verb]),
    el("span", {}, title, el("small", {}, what)),
    undo && el("button.plain.small", { type: "button", onclick: undo, "aria-label": label }, gettext("Undo")),
  );
}

function howOf(step, row) {
  return row.verb === "skipped" ? interpolate(gettext("skipped: %(reason)s"), row) : answerOf(row, step);
}

/** A step that was not answered yet is never shown as done. */
function whoOf(row, { outbox, time }) {
  if (!row.isWaiting) return `${row.by}, ${time.absolute(row.at)}`;
  return outbox.waiting ? gettext("waits for the connection") : gettext("on its way…");
}

/** choose: makes it the step at hand; null where nobody may. */
export function laterRow(step, choose) {
  const marks = [step.required && gettext("required"), ...informedNames(step.call ? [step.call] : [])];
  const words = [
    said(step.title),
    el("small", {}, marks.filter(Boolean).join(" · "), el("span", { "data-due": step.key })),
  ];
  return el("li", {}, ...(choose ? [el("button", { type: "button", onclick: choose }, ...words)] : words));
}
