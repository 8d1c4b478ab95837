/** Draws the map's symbols in the colours of the present theme. */

import { DONE_STATES, UNCLAIMED_STATES } from "../alerts/order.js";
import { SHAPES } from "../components/severity.js";
import { token } from "../lib/dom.js";
import { GROUPS } from "./pasttiles.js";

const RATIO = 2;

/** Adds an image; draw gets a context whose unit is one CSS pixel, origin at the top left. */
export function addImage(map, name, size, draw) {
  const canvas = new OffscreenCanvas(size * RATIO, size * RATIO);
  // Drawn by the processor: reading a picture back from the graphics card makes everything wait.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.scale(RATIO, RATIO);
  draw(context, size);
  const image = context.getImageData(0, 0, size * RATIO, size * RATIO);
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio: RATIO });
}

/** A severity's shape, `size` pixels wide around the middle. */
export function severityPath(size, middle, severity) {
  const scale = size / 16;
  const path = new Path2D();
  path.addPath(new Path2D(SHAPES[severity]), new DOMMatrix([scale, 0, 0, scale, middle - size / 2, middle - size / 2]));
  return path;
}

/** An alert: filled while nobody is on it, with a hole when claimed, grey when nobody is needed any more. */
export function drawAlert(context, size, severity, state) {
  const path = severityPath(size - 8, size / 2, severity);
  const isOver = DONE_STATES.includes(state);
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = token("pin-edge");
  context.stroke(path);
  context.fillStyle = isOver ? token("camera") : token(`pin-${severity}`);
  context.fill(path);
  if (UNCLAIMED_STATES.includes(state)) return;
  context.fillStyle = token("pin-edge");
  const inner = severityPath((size - 8) * 0.42, size / 2 + (severity === "high" ? 2 : 0), severity);
  context.fill(inner);
}

/** Ring of a cluster: its new alerts in their worst severity's colour, claimed lighter, done grey; the map writes the sum. */
export function drawDonut(context, size, { severity, parts }) {
  const middle = size / 2;
  const radius = middle - 6;
  const sum = parts.reduce((total, part) => total + part, 0);
  context.fillStyle = token("surface");
  context.strokeStyle = token("pin-edge");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(middle, middle, middle - 2, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.lineWidth = 6;
  let from = -Math.PI / 2;
  const colours = [token(`pin-${severity}`), token(`pin-${severity}`), token("edge-strong")];
  for (const [index, part] of parts.entries()) {
    const to = from + (part / sum) * 2 * Math.PI;
    context.globalAlpha = index === 1 ? 0.45 : 1;
    context.strokeStyle = colours[index];
    context.beginPath();
    context.arc(middle, middle, radius, from, to);
    context.stroke();
    from = to;
  }
  context.globalAlpha = 1;
}

/**
 * Ring of past alerts, its parts as in pasttiles.js; the count is written by the map. What expired is dashed, so that it
 * is told apart without its grey.
 */
export function drawRing(context, size, parts) {
  const middle = size / 2;
  const sum = parts.reduce((total, part) => total + part, 0) || 1;
  context.fillStyle = token("surface");
  context.strokeStyle = token("pin-edge");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(middle, middle, middle - 2, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.lineWidth = 5;
  let from = -Math.PI / 2;
  for (const [index, part] of parts.entries()) {
    const to = from + (part / sum) * 2 * Math.PI;
    const [name] = GROUPS[index];
    context.setLineDash(name === "expired" ? [2, 2] : []);
    context.strokeStyle = token(`past-${name}`);
    context.beginPath();
    context.arc(middle, middle, middle - 6, from, to);
    context.stroke();
    from = to;
  }
  context.setLineDash([]);
}

/** A camera as a small cone that opens upwards (north); the map turns it. */
export function drawCone(context, size, look) {
  const middle = size / 2;
  const path = new Path2D();
  path.moveTo(middle, middle + 4);
  path.lineTo(middle - 6, middle - 7);
  path.quadraticCurveTo(middle, middle - 10, middle + 6, middle - 7);
  path.closePath();
  paint(context, path, look, size);
}

/** A camera whose direction is not known. */
export function drawDot(context, size, look) {
  const path = new Path2D();
  path.arc(size / 2, size / 2, 4.5, 0, 2 * Math.PI);
  paint(context, path, look, size);
}

/** look: "well" filled, "blind" hatched, "off" hollow. */
function paint(context, path, look, size) {
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = token("camera-edge");
  context.stroke(path);
  context.fillStyle = look === "well" ? token("camera") : token("camera-edge");
  context.fill(path);
  if (look === "well") return;
  context.lineWidth = 1.25;
  context.strokeStyle = look === "blind" ? token("camera-blind") : token("camera");
  context.stroke(path);
  if (look === "blind") hatch(context, path, size);
}

function hatch(context, path, size) {
  context.save();
  context.clip(path);
  context.lineWidth = 1.25;
  for (let x = -size; x < size; x += 3) {
    context.beginPath();
    context.moveTo(x, size);
    context.lineTo(x + size, 0);
    context.stroke();
  }
  context.restore();
}
