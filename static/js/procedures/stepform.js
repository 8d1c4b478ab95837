/** One step of a draft as a form: its texts, whether and until when, who is called, and where it leads. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { targets } from "./draft.js";
import { BELOW, END, isQuestion } from "./path.js";
import { said } from "./words.js";

const LONGEST = { title: 160, help: 600, label: 80 };

/**
 * @param {object[]} steps the whole draft. row: which one this is.
 * @param {{languages: string[][], informed: string[][], faults: object[], on: object}} page
 *   faults: of this row. on: what happens: set(changes), answer(index, changes), addAnswer(), removeAnswer(index), move(by),
 *   remove(). The id of a control is the same after each redraw, so that the focus finds it again.
 */
export function stepForm(steps, row, { languages, informed, faults, on }) {
  const step = steps[row];
  const number = { row: row + 1 };
  const wrong = (field) => faults.filter((fault) => fault.field === field).map(faultLine);
  const id = (name) => `${step.key}:${name}`;
  const tool = (name, words, sign, onclick, disabled = false) =>
    el(
      "button.plain.small",
      { type: "button", id: id(name), "aria-label": words, title: words, onclick, disabled },
      sign,
    );
  return el(
    "fieldset.stepform",
    { "data-key": step.key, onkeydown: (event) => moveByKey(event, on) },
    el("legend", {}, interpolate(gettext("Step %(row)s"), number)),
    el(
      "div.stepform__tools",
      {},
      tool("up", interpolate(gettext("Move step %(row)s up"), number), "↑", () => on.move(-1), row === 0),
      tool(
        "down",
        interpolate(gettext("Move step %(row)s down"), number),
        "↓",
        () => on.move(1),
        row === steps.length - 1,
      ),
      tool("out", interpolate(gettext("Take step %(row)s out"), number), "✕", () => on.remove()),
    ),
    el(
      "div.stepform__texts",
      {},
      ...texts(languages, step.title, gettext("What is to be done"), LONGEST.title, id("title"), (title) =>
        on.set({ title }),
      ),
    ),
    ...wrong("title"),
    ...wrong("key"),
    el(
      "div.stepform__texts",
      {},
      ...texts(languages, step.help, gettext("Help"), LONGEST.help, id("help"), (help) => on.set({ help })),
    ),
    factsOf(steps, row, { informed, on, id }),
    ...["required", "due", "call", "to"].flatMap(wrong),
    ...step.answers.map((_, index) => answerForm(steps, row, index, { languages, on, id })),
    ...wrong("answers"),
    el(
      "button.plain.small.stepform__add",
      { type: "button", id: id("add"), onclick: () => on.addAnswer(), disabled: step.answers.length >= 9 },
      isQuestion(step) ? gettext("Another answer") : gettext("Make it a question"),
    ),
  );
}

/** Whether it is required, until when, who is called; and where it leads, which of a question its answers say. */
function factsOf(steps, row, { informed, on, id }) {
  const step = steps[row];
  return el(
    "div.stepform__facts",
    {},
    el(
      "label.stepform__tick",
      {},
      el("input", {
        type: "checkbox",
        id: id("required"),
        checked: step.required,
        onchange: ({ target }) => on.set({ required: target.checked }),
      }),
      gettext("Required"),
    ),
    field(gettext("Due within, in minutes"), due(step, id("due"), on)),
    field(gettext("Who is called"), callOf(step, informed, id("call"), on)),
    !isQuestion(step) &&
      field(
        gettext("Then"),
        way(steps, row, step.to, id("to"), (to) => on.set({ to }, true)),
      ),
  );
}

/** A control with its label; its id is also where the focus finds it again after a redraw. */
function field(words, control) {
  return el("div.field", {}, el("label", { for: control.id }, words), control);
}

export function faultLine({ sentence }) {
  return el("p.field__wrong", { role: "alert" }, sentence);
}

/** Alt with an arrow moves the step in which somebody writes. */
function moveByKey(event, on) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || !event.altKey) return;
  event.preventDefault();
  on.move(by);
}

/** One field for each language that the city writes. */
function texts(languages, text, words, maxlength, id, onchange, rows = 2) {
  const all = { ...text };
  return languages.map(([code, name]) =>
    field(
      `${words} (${name})`,
      el(
        "textarea",
        {
          rows,
          maxlength,
          lang: code,
          id: `${id}:${code}`,
          oninput: ({ target }) => {
            all[code] = target.value;
            onchange({ ...all });
          },
        },
        text[code] ?? "",
      ),
    ),
  );
}

function due(step, id, on) {
  const read = ({ target }) => on.set({ due: target.value === "" ? null : Number(target.value) });
  return el("input", {
    type: "number",
    min: 1,
    max: 1440,
    step: 1,
    id: id,
    value: step.due ?? "",
    oninput: read,
  });
}

function callOf(step, informed, id, on) {
  const options = [["", gettext("Nobody")], ...informed];
  return el(
    "select",
    { id: id, onchange: ({ target }) => on.set({ call: target.value }) },
    ...options.map(([code, name]) => el("option", { value: code, selected: code === step.call }, name)),
  );
}

function way(steps, row, now, id, onchange) {
  return el(
    "select",
    { id: id, onchange: ({ target }) => onchange(target.value) },
    ...targets(steps, row, now).map((target) =>
      el("option", { value: target.way, selected: target.way === now }, nameOf(target, steps)),
    ),
  );
}

function nameOf({ way: to, row, isPossible }, steps) {
  if (to === BELOW) return gettext("the step below");
  if (to === END) return gettext("the end");
  if (row === null) return gettext("a step that is gone");
  const words = isPossible ? gettext("step %(row)s: %(step)s") : gettext("back to step %(row)s: %(step)s");
  return interpolate(words, { row: row + 1, step: said(steps[row].title) });
}

function answerForm(steps, row, index, { languages, on, id }) {
  const answer = steps[row].answers[index];
  const words = interpolate(gettext("Answer %(number)s"), { number: index + 1 });
  const here = id(`answer-${index}`);
  const out = interpolate(gettext("Take answer %(number)s out"), { number: index + 1 });
  return el(
    "div.stepform__answer",
    { role: "group", "aria-label": words },
    el("kbd", { "aria-hidden": "true" }, index + 1),
    ...texts(languages, answer.label, words, LONGEST.label, here, (label) => on.answer(index, { label }), 1),
    field(
      gettext("leads to"),
      way(steps, row, answer.to, `${here}:to`, (to) => on.answer(index, { to }, true)),
    ),
    el(
      "button.plain.small",
      {
        type: "button",
        id: `${here}:out`,
        "aria-label": out,
        title: out,
        onclick: () => on.removeAnswer(index),
      },
      "✕",
    ),
  );
}
