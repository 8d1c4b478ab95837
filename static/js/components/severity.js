/** A severity as colour, shape and word at once: triangle, diamond, disc. */

import { severityName } from "../alerts/kinds.js";
import { el, svg } from "../lib/dom.js";

/** Paths in a box of 16 by 16; the map draws the same shapes. */
export const SHAPES = {
  high: "M8 1.2 15.4 14.4H.6Z",
  medium: "M8 .6 15.4 8 8 15.4 .6 8Z",
  low: "M8 1.6a6.4 6.4 0 1 1 0 12.8a6.4 6.4 0 1 1 0-12.8Z",
};

export function severityShape(severity) {
  return svg(
    `svg.shape.shape--${severity}`,
    { viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("path", { d: SHAPES[severity] }),
  );
}

export function severityTag(severity) {
  return el(`span.severity.severity--${severity}`, {}, severityShape(severity), severityName(severity));
}
