/**
 * The marks of one calibration: pairs of a pixel and a place, of which either may still be missing. Pure: each change
 * gives a new state, so that undo and redo are a walk through what was.
 */

/** @typedef {{pixel: [number, number] | null, place: [number, number] | null}} Mark */

const SIDES = { pixel: "place", place: "pixel" };

export function begin(marks = []) {
  return { marks, chosen: -1, past: [], future: [] };
}

/** A click on one side: completes the newest mark that lacks this side, else begins a new one. */
export function put(state, side, value) {
  const open = state.marks.findLastIndex((mark) => mark[side] === null);
  if (open >= 0) return move(state, open, side, value);
  const mark = { pixel: null, place: null, [side]: value };
  return step(state, [...state.marks, mark], state.marks.length);
}

export function move(state, index, side, value) {
  return step(
    state,
    state.marks.map((mark, at) => (at === index ? { ...mark, [side]: value } : mark)),
    index,
  );
}

export function add(state, pixel, place) {
  return step(state, [...state.marks, { pixel, place }], state.marks.length);
}

export function remove(state, index) {
  if (!state.marks[index]) return state;
  return step(
    state,
    state.marks.filter((_, at) => at !== index),
    Math.min(index, state.marks.length - 2),
  );
}

export function choose(state, index) {
  return { ...state, chosen: index };
}

export function undo(state) {
  if (!state.past.length) return state;
  return {
    marks: state.past.at(-1),
    chosen: -1,
    past: state.past.slice(0, -1),
    future: [state.marks, ...state.future],
  };
}

export function redo(state) {
  if (!state.future.length) return state;
  return {
    marks: state.future[0],
    chosen: -1,
    past: [...state.past, state.marks],
    future: state.future.slice(1),
  };
}

/** The whole pairs, each with its number among all marks. */
export function pairs(state) {
  return state.marks.flatMap((mark, index) => (mark.pixel && mark.place ? [{ ...mark, index }] : []));
}

/** Which side the newest half mark waits for: "pixel", "place", or null. */
export function awaited(state) {
  for (const [side, other] of Object.entries(SIDES)) {
    if (state.marks.some((mark) => mark[side] === null && mark[other] !== null)) return side;
  }
  return null;
}

function step(state, marks, chosen) {
  return { marks, chosen, past: [...state.past, state.marks], future: [] };
}
