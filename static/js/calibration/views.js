/** The views of the camera: which one the picture shows, which one is chosen, and what can be done with each. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

/** The view whose marks and zones are shown: the one that was chosen, else that of the picture, else the only one. */
export function current(list, chosen, shown) {
  const has = (id) => list.some((one) => one.id === id);
  if (has(chosen)) return chosen;
  if (has(shown)) return shown;
  return list.length === 1 ? list[0].id : null;
}

/** What belongs to a view: its own, and what names none. */
export const within = (things, id) => things.filter(({ preset }) => !preset || preset === id);

/** Why marks in this picture would be wrong for the view that is chosen; empty when they are right. */
export function mismatch(list, id, shown) {
  if (list.length < 2) return "";
  const name = (wanted) => list.find((one) => one.id === wanted)?.name;
  if (!id) return gettext("Choose the view of the camera that you calibrate.");
  if (shown === id) return "";
  return interpolate(
    name(shown)
      ? gettext(
          "This picture shows the view “%(shown)s”. Turn the camera to “%(name)s” and look at a newer picture, half a minute later.",
        )
      : gettext(
          "Nobody knows which view this picture shows. Turn the camera to “%(name)s” and look at a newer picture.",
        ),
    { shown: name(shown), name: name(id) },
  );
}

/** One sentence: what the views are good for, as they stand now. */
export function standing(list) {
  if (!list.length)
    return gettext(
      "No view is kept: nobody notices when the camera is turned. Saving a calibration keeps one, or add that of this picture.",
    );
  if (list.some(({ taken_at: taken }) => !taken))
    return gettext("A view without a picture is what the camera sees whenever it looks at no other one.");
  return gettext("When the camera looks at none of them, its analysis pauses and says so.");
}

/** Each view with its name to be changed, its state, and its buttons. on: choose, rename, take, wait, forget. */
export function rows(list, id, { when }, on) {
  return list.map((one) =>
    el(
      `li.views__one${one.id === id ? ".views__one--chosen" : ""}`,
      {},
      list.length > 1 &&
        el("input", {
          type: "radio",
          name: "view",
          checked: one.id === id,
          "aria-label": interpolate(gettext("Choose the view “%(name)s”"), one),
          onchange: () => on.choose(one),
        }),
      el("input.input.views__name", {
        value: one.name,
        maxlength: 100,
        "aria-label": gettext("Name of the view"),
        onchange: ({ target }) => on.rename(one, target.value),
      }),
      el("span.quiet", {}, state(one, when)),
      el(
        "span.views__tools",
        {},
        el("button.plain", { type: "button", onclick: () => on.take(one) }, gettext("Take the view of this picture")),
        one.taken_at && el("button.plain", { type: "button", onclick: () => on.wait(one) }, gettext("Forget the view")),
        el(
          "button.plain",
          {
            type: "button",
            "aria-label": interpolate(gettext("Remove the view “%(name)s”"), one),
            onclick: () => on.forget(one),
          },
          "✕",
        ),
      ),
    ),
  );
}

function state(one, when) {
  const look = one.taken_at
    ? interpolate(gettext("as at %(time)s"), { time: when(one.taken_at) })
    : gettext("waits for its picture");
  return one.in_picture ? `${look} · ${gettext("in this picture")}` : look;
}
