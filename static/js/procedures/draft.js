/** The steps as somebody writes them: pure. A draft is a list of steps, as the API takes them; each change makes another. */

import { BELOW, END } from "./path.js";

/** @returns {object} an empty step, with a key that no other has or had: answers may still lead to one that is gone. */
export function blank(steps) {
  return { key: nextKey(steps), title: {}, help: {}, required: false, due: null, call: "", answers: [], to: BELOW };
}

function nextKey(steps) {
  const used = [...steps.map(({ key }) => key), ...steps.flatMap(waysOf)];
  const numbers = used.map((key) => Number(/^step-(\d+)$/.exec(key)?.[1] ?? 0));
  return `step-${Math.max(0, ...numbers) + 1}`;
}

const waysOf = (step) => [step.to, ...step.answers.map(({ to }) => to)];

export const add = (steps) => [...steps, blank(steps)];
export const remove = (steps, row) => steps.filter((_, number) => number !== row);
export const set = (steps, row, changes) =>
  steps.map((step, number) => (number === row ? { ...step, ...changes } : step));

/** The step one row up (-1) or down (1); the same steps at either end. */
export function move(steps, row, by) {
  const other = row + by;
  if (other < 0 || other >= steps.length) return steps;
  const moved = [...steps];
  [moved[row], moved[other]] = [moved[other], moved[row]];
  return moved;
}

/** Another answer. A step that gets its first becomes a question, which goes by its answers alone. */
export function addAnswer(steps, row) {
  const answers = [...steps[row].answers, { label: {}, to: BELOW }];
  return set(steps, row, { answers, to: BELOW });
}

export function removeAnswer(steps, row, index) {
  return set(steps, row, { answers: steps[row].answers.filter((_, number) => number !== index) });
}

export function setAnswer(steps, row, index, changes) {
  const answers = steps[row].answers.map((answer, number) => (number === index ? { ...answer, ...changes } : answer));
  return set(steps, row, { answers });
}

/**
 * Where a step of a row may lead: {way, row}, row null for BELOW and END. What it leads to now is offered, too, where that
 * is not possible any more: who writes must see it. @returns {{way: string, row: number | null, isPossible: boolean}[]}
 */
export function targets(steps, row, now) {
  const later = steps
    .map(({ key }, number) => ({ way: key, row: number, isPossible: number > row }))
    .filter(({ way, isPossible }) => isPossible || way === now);
  const offered = [{ way: BELOW, row: null, isPossible: true }, ...later, { way: END, row: null, isPossible: true }];
  if (offered.some(({ way }) => way === now)) return offered;
  return [...offered, { way: now, row: null, isPossible: false }];
}

/** Two lists of steps that say the same. */
export const same = (one, other) => JSON.stringify(one.map(tidy)) === JSON.stringify(other.map(tidy));

/** The fields in one order, and no empty texts: as the server keeps them. */
function tidy({ key, title, help, required, due, call, answers, to }) {
  const said = (text) =>
    Object.entries(text)
      .filter(([, words]) => words.trim())
      .sort();
  const told = answers.map((answer) => [said(answer.label), answer.to]);
  return [key, said(title), said(help), required, due, call, told, to];
}
