/** The keys of the calibration page: undo, redo, delete, and arrows that move the point that has the focus. */

import { isWriting } from "../lib/dom.js";
import { away } from "../map/geo.js";
import * as marks from "./marks.js";

/** Pixels of the picture, metres on the map: with an arrow, and with Shift and an arrow. */
const STEPS = { pixel: [1, 10], place: [0.1, 1] };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Which point has the focus, and on which side; null for none. */
export const held = () => (document.activeElement?.matches?.(".pin") ? { ...document.activeElement.dataset } : null);
export const find = ({ index, side }) => document.querySelector(`.pin[data-index="${index}"][data-side="${side}"]`);

/** @param {{state: () => object, size: () => [number, number], change: (next: object) => void}} page */
export function listen({ state, size, change }) {
  function take(event, next) {
    event.preventDefault();
    change(next);
  }

  function nudge(event) {
    event.preventDefault();
    event.stopPropagation();
    const { index, side } = held();
    const [right, down] = ARROWS[event.key].map((step) => step * STEPS[side][event.shiftKey ? 1 : 0]);
    const value = state().marks[index][side];
    change(marks.move(state(), Number(index), side, moved(side, value, right, down, size())));
  }

  function onKey(event) {
    if (isWriting(event.target)) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (isCommand && key === "z") take(event, event.shiftKey ? marks.redo(state()) : marks.undo(state()));
    else if (isCommand && key === "y") take(event, marks.redo(state()));
    else if (event.key === "Delete" || event.key === "Backspace") take(event, marks.remove(state(), state().chosen));
    else if (ARROWS[event.key] && held()) nudge(event);
  }

  // Before the map hears of them: its own arrows would move it away under the point.
  document.addEventListener("keydown", onKey, { capture: true });
}

function moved(side, value, right, down, [width, height]) {
  if (side === "pixel") return [within(value[0] + right, width), within(value[1] + down, height)];
  return away(away(value, right, 90), -down, 0).map((degrees) => Number(degrees.toFixed(7)));
}

const within = (value, most) => Number(Math.min(most, Math.max(0, value)).toFixed(1));
