/** One alert of a script as a row of fields, with what is wrong at each. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

const PLACES = "exercise-places";
const LONGEST_TEXT = 2000;

/** The names that a place may have, once for all rows. */
export const placeList = (places) =>
  el("datalist", { id: PLACES }, ...places.map((name) => el("option", { value: name })));

/**
 * @param {object} row. number: which one it is, from 0. count: how many there are.
 * @param {{facts: object, isPicking: boolean, on: object}} page
 *   on: what happens: set(changes), move(by), remove(), pick(). The id of a control is the same after each redraw, so that the
 *   focus finds it again.
 */
export function rowForm(row, number, count, { facts, isPicking, on }) {
  const words = { number: number + 1 };
  const id = (name) => `row-${number}-${name}`;
  const read =
    (name) =>
    ({ target }) =>
      on.set({ [name]: target.value });
  const tool = (name, label, sign, onclick, disabled = false) =>
    el(
      "button.plain.small",
      { type: "button", id: id(name), "aria-label": label, title: label, onclick, disabled },
      sign,
    );
  return el(
    "fieldset.row-form",
    { onkeydown: (event) => moveByKey(event, on) },
    el("legend", {}, interpolate(gettext("Alert %(number)s"), words)),
    el(
      "div.row-form__tools",
      {},
      tool("up", interpolate(gettext("Move alert %(number)s up"), words), "↑", () => on.move(-1), number === 0),
      tool(
        "down",
        interpolate(gettext("Move alert %(number)s down"), words),
        "↓",
        () => on.move(1),
        number === count - 1,
      ),
      tool("out", interpolate(gettext("Take alert %(number)s out"), words), "✕", () => on.remove()),
    ),
    el(
      "div.row-form__fields",
      {},
      field(
        gettext("After (seconds)"),
        input("number", row.second, { min: 0, max: facts.longest_second, step: 1, id: id("second") }, read("second")),
        "second",
      ),
      field(gettext("Kind"), choice(facts.kinds, row.kind, id("kind"), read("kind")), "kind"),
      field(gettext("Severity"), choice(facts.severities, row.severity, id("severity"), read("severity")), "severity"),
      field(gettext("Place"), input("text", row.place, { list: PLACES, id: id("place") }, read("place")), "place"),
      el(
        "button.button.row-form__pick",
        { type: "button", id: id("pick"), "aria-pressed": String(isPicking), onclick: () => on.pick() },
        isPicking ? gettext("Click on the map…") : gettext("On the map"),
      ),
    ),
    field(gettext("Text"), textOf(row, id("text"), read("text")), "text"),
    slot(""),
  );
}

/** Where it is said what is wrong with a field; "" for the whole row. */
const slot = (name) => el("div.row-form__wrong", { "data-field": name });

/** Says what is wrong with a row without disturbing whoever writes in it. faults: of this row. */
export function showFaults(form, faults) {
  for (const place of form.querySelectorAll("[data-field]")) {
    const found = faults.filter(({ field: name }) => name === place.dataset.field);
    place.replaceChildren(...found.map(({ sentence }) => el("p.field__wrong", {}, sentence)));
  }
}

function field(words, control, name) {
  return el("div.field", {}, el("label", { for: control.id }, words), control, slot(name));
}

function input(type, value, properties, oninput) {
  return el("input.input", { type, value, oninput, ...properties });
}

function textOf({ text }, id, oninput) {
  return el("textarea.input", { rows: 1, id, maxlength: LONGEST_TEXT, oninput }, text);
}

/** What is written and is none of the choices stays to be seen. */
function choice(choices, value, id, onchange) {
  const known = choices.some(([code]) => code === value);
  const all = known ? choices : [[value, value], ...choices];
  return el(
    "select.input",
    { id, onchange },
    ...all.map(([code, name]) => el("option", { value: code, selected: code === value }, name)),
  );
}

/** Alt with an arrow moves the row in which somebody writes. */
function moveByKey(event, on) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!by || !event.altKey) return;
  event.preventDefault();
  on.move(by);
}
