/** The colours of charts, as the present theme has them. */

import { token } from "../lib/dom.js";

export function colours() {
  return {
    ink: token("ink"),
    ink2: token("ink-2"),
    edge: token("edge"),
    edgeStrong: token("edge-strong"),
    surface: token("surface"),
    surface2: token("surface-2"),
    bar: token("accent"),
    mark: token("medium"),
    heat: [token("surface-3"), token("accent")],
    font: token("font"),
  };
}
