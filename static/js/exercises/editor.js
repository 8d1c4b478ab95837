/**
 * The script of an exercise as rows beside its text. Both are the same: a row that is changed writes the text, a text that
 * is changed fills the rows, and the server says what is wrong with either. Without this script the text remains.
 */

import { Away, post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { Preview } from "./preview.js";
import { placeList, rowForm, showFaults } from "./rowform.js";
import * as drafts from "./rows.js";

const QUIET_MS = 300;
const LONGEST_TITLE = 200;

const facts = JSON.parse(document.querySelector("#exercise-facts").textContent);
const text = document.querySelector("#id_script");
const part = document.querySelector('[data-part="rows"]');

let title = "";
let rows = [];
let faults = [];
let picking = null;
let timer = null;
let asked = 0;
const past = [];

const titleField = el("input.input", { id: "exercise-title", maxlength: LONGEST_TITLE, oninput: retitle });
const list = el("div.exercise-rows");
const words = el("p.field__wrong", { "aria-live": "polite" });
const more = el("button.button", { type: "button", onclick: addRow }, gettext("Add an alert"));
const undo = el("button.button", { type: "button", onclick: goBack }, gettext("Undo"));
const side = el("div.exercise-side");
part.append(
  el("div.field", {}, el("label", { for: titleField.id }, gettext("Title")), titleField),
  el("div.exercise-form", {}, el("div", {}, list, el("div.exercise-tools", {}, more, undo)), side),
  placeList(facts.places),
  words,
);
const preview = new Preview(side, clicked);

function draw() {
  const focused = document.activeElement?.id;
  list.replaceChildren(...(rows.length ? rows.map(formOf) : [el("p.quiet", {}, gettext("No alert yet. Add one."))]));
  more.disabled = rows.length >= facts.most;
  undo.disabled = !past.length;
  mark();
  if (focused) document.getElementById(focused)?.focus();
}

/** What is wrong, at its row. */
function mark() {
  for (const [number, form] of [...list.querySelectorAll("fieldset")].entries())
    showFaults(
      form,
      faults.filter(({ row }) => row === number),
    );
}

function formOf(row, number) {
  return rowForm(row, number, rows.length, {
    facts,
    isPicking: picking === number,
    on: {
      set: (changes) => write(drafts.set(rows, number, changes)),
      move: (by) => moveRow(number, by),
      remove: () => removeRow(number),
      pick: () => pick(picking === number ? null : number),
    },
  });
}

/** Whoever writes in a field is not interrupted by a redraw; what is wrong comes when the server has said so. */
function write(next) {
  rows = next;
  text.value = drafts.written(title, rows);
  later();
}

/** A change of the rows as a whole, which can be taken back. */
function rearrange(next, focus) {
  past.push(text.value);
  faults = [];
  picking = null;
  write(next);
  draw();
  if (focus) document.getElementById(focus)?.focus();
}

function addRow() {
  const { lng, lat } = preview.middle ?? { lng: 0, lat: 0 };
  const next = drafts.add(rows, { kind: facts.kinds[0][0], place: drafts.clicked({ lng, lat }) });
  rearrange(next, `row-${next.length - 1}-second`);
}

function moveRow(number, by) {
  const name = document.activeElement?.id.split("-").at(-1);
  const next = drafts.move(rows, number, by);
  if (next !== rows) rearrange(next, `row-${number + by}-${name}`);
}

function removeRow(number) {
  const next = drafts.remove(rows, number);
  rearrange(next, next.length ? `row-${Math.min(number, next.length - 1)}-out` : null);
  if (!next.length) more.focus();
}

function goBack() {
  if (!past.length) return;
  text.value = past.pop();
  check();
}

function retitle() {
  title = titleField.value;
  write(rows);
}

function pick(number) {
  picking = number;
  preview.isAsking = number !== null;
  draw();
}

function clicked(place) {
  if (picking === null) return;
  const number = picking;
  rearrange(drafts.set(rows, number, { place: drafts.clicked(place) }), `row-${number}-place`);
  preview.isAsking = false;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(check, QUIET_MS);
}

/** The server reads the text; the last question counts. */
async function check() {
  clearTimeout(timer);
  const question = ++asked;
  try {
    const told = await post("exercises/check/", { script: text.value });
    if (question === asked) learn(told);
  } catch (problem) {
    if (question === asked) refuse(problem);
  }
}

function learn(told) {
  faults = told.faults;
  const whole = faults.filter(({ row }) => row === null).map(({ sentence }) => sentence);
  words.textContent = whole.join(" ");
  close(false);
  const isWriting = list.contains(document.activeElement) && told.rows.length === rows.length;
  if (isWriting) mark();
  else fill(told);
  preview.show(told.rows.map(({ lon, lat }, row) => ({ number: row + 1, lon, lat })).filter(({ lon }) => lon !== null));
}

function fill(told) {
  title = told.title;
  if (document.activeElement !== titleField) titleField.value = title;
  rows = told.rows.map(({ lon, lat, ...row }) => row);
  draw();
}

/** A text that is no script leaves the rows as they were: they are of no use until it is one again. */
function refuse(problem) {
  words.textContent = problem.message;
  close(!(problem instanceof Away));
}

function close(is) {
  list.inert = titleField.disabled = is;
  more.disabled = is || rows.length >= facts.most;
}

text.addEventListener("input", later);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && picking !== null) pick(null);
});
draw();
check();
