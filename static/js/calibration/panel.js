/** What the page says of the marks: figures, each point with its miss, warnings, older versions. */

import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";

const FEWEST = 4;

/** One sentence: what to do next, or what is wrong. */
export function nextStep(count, side) {
  if (side === "place") return gettext("Now click the same point on the map.");
  if (side === "pixel") return gettext("Now click the same point in the picture.");
  if (count === 0)
    return gettext(
      "Click a point on the ground in the picture, such as the corner of a kerb, then the same point on the map. At least 4, better 8, spread over all the ground that the camera sees.",
    );
  if (count < FEWEST) {
    const left = FEWEST - count;
    return interpolate(
      ngettext("One more point, and the calibration shows.", "%(left)s more points, and the calibration shows.", left),
      { left },
    );
  }
  return "";
}

/** Headline figures: [name, value, what it means]. */
export function figures(found, { metres, pixels }) {
  return el(
    "dl.figures",
    {},
    figure(gettext("Leave-one-out error"), found.leave_one_out_m === null ? "–" : metres(found.leave_one_out_m), [
      found.leave_one_out_m === null
        ? gettext("From the fifth point on: what places that nobody marked may expect.")
        : gettext("What places that nobody marked may expect."),
    ]),
    figure(gettext("RMSE"), metres(found.rmse_m), [
      found.points.length === FEWEST
        ? gettext("Four points always fit exactly: it says nothing yet.")
        : gettext("By which the points miss their places. It flatters."),
    ]),
    figure(gettext("Trembling of the clicks"), pixels(found.click_sigma_px), [
      gettext("As the points themselves tell."),
    ]),
  );
}

function figure(name, value, [meaning]) {
  return el("div.figures__one", {}, el("dt", {}, name), el("dd", {}, value), el("dd.quiet", {}, meaning));
}

/** A row for each mark: its number, what it misses, what the others say, and a way to delete it. */
export function table(marks, chosen, { metres }, on) {
  const head = [gettext("Point"), gettext("Misses by"), gettext("Without it"), ""];
  return el(
    "table.points",
    {},
    el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...marks.map((mark, index) => row(mark, index, index === chosen, metres, on))),
  );
}

function row(mark, index, isChosen, metres, on) {
  const number = index + 1;
  const state = missing(mark);
  return el(
    `tr.points__row${mark.bad ? ".points__row--bad" : ""}${isChosen ? ".points__row--chosen" : ""}`,
    {},
    el("th", { scope: "row" }, el("button.plain", { type: "button", onclick: () => on.choose(index) }, String(number))),
    el("td", state ? { colspan: 2 } : {}, state || length(mark.residual_m, metres)),
    state
      ? null
      : el(
          "td",
          {},
          length(mark.leave_one_out_m, metres),
          mark.bad && el("strong.points__bad", {}, gettext("does not fit")),
        ),
    el(
      "td.points__end",
      {},
      el(
        "button.plain",
        {
          type: "button",
          onclick: () => on.remove(index),
          "aria-label": interpolate(gettext("Delete point %(number)s"), { number }),
        },
        "✕",
      ),
    ),
  );
}

function missing({ pixel, place }) {
  if (!place) return gettext("waits for its place on the map");
  if (!pixel) return gettext("waits for its point in the picture");
  return "";
}

const length = (value, metres) => (value === undefined || value === null ? "–" : metres(value));

/** Older versions, newest first. */
export function versions(list, { metres, when }) {
  if (!list.length)
    return el("p.quiet", {}, gettext("This camera has never been calibrated: its events stand at the camera itself."));
  return el(
    "ol.versions",
    {},
    ...list.map((one) =>
      el(
        "li",
        {},
        el("strong", {}, interpolate(gettext("Version %(version)s"), one)),
        ` · ${when(one.created_at)} · ${metres(one.leave_one_out_m ?? one.rmse_m)}`,
        one.reason && el("span.quiet", {}, ` ${one.reason}`),
      ),
    ),
  );
}
