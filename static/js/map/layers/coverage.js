/** How many cameras see each place, or with how many pixels a metre; and, hatched, what none of them sees. */

import { el, token } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { Asked } from "../asked.js";
import { addImage } from "../icons.js";
import { FIRST_LABEL } from "../style.js";

const asked = new Asked({ id: "coverage", path: "coverage/" });
const isLayer = (name) => ["==", ["get", "layer"], name];
/** Opacity of one camera, two, three and more. */
const CAMERAS = ["step", ["get", "cameras"], 0.22, 2, 0.42, 3, 0.62];
/** Pixels a metre from which a band begins, as in locate/bands.py, with the opacity of each. */
export const BANDS = [20, 40, 80, 125, 250];
const BAND_OPACITY = ["match", ["get", "least"], 20, 0.14, 40, 0.28, 80, 0.42, 125, 0.56, 0.7];
const HATCH = 8;

export const coverage = {
  id: "coverage",
  hits: ["coverage-blind", "coverage-seen"],

  add(map) {
    asked.add(map);
    addImage(map, "coverage-hatch", HATCH, drawHatch);
    const layer = (name, paint) =>
      map.addLayer(
        { id: `coverage-${name}`, type: "fill", source: "coverage", filter: isLayer(name), paint },
        FIRST_LABEL,
      );
    layer("blind", { "fill-pattern": "coverage-hatch", "fill-opacity": 0.6 });
    layer("seen", { "fill-color": token("accent"), "fill-opacity": CAMERAS });
    layer("band", { "fill-color": token("accent"), "fill-opacity": BAND_OPACITY });
  },

  update(map, room) {
    const { shown } = room;
    if (!shown.has("coverage")) return;
    asked.show(map, room);
    map.setFilter("coverage-seen", isLayer(shown.isBands ? "none" : "seen"));
    map.setFilter("coverage-band", isLayer(shown.isBands ? "band" : "none"));
  },

  click(feature, { room, popup, lngLat }) {
    popup(lngLat, words(feature.properties, room));
  },
};

/** "3 of 41 cameras are calibrated; the others are not counted.", once the server has said so. */
export function coverageSentence() {
  if (!asked.answer) return gettext("Loading what the cameras see…");
  const { all, calibrated } = asked.answer.cameras;
  return interpolate(gettext("%(calibrated)s of %(all)s cameras are calibrated; the others are not counted."), {
    calibrated,
    all,
  });
}

function words({ layer, district, seen, cameras }, { format }) {
  if (layer === "seen")
    return el("p", {}, interpolate(gettext("Cameras that see this place: %(cameras)s"), { cameras }));
  return el(
    "article.camera",
    {},
    el("h3", {}, district),
    el("p", {}, gettext("No calibrated camera sees this place.")),
    el("p.quiet", {}, interpolate(gettext("%(share)s of this district is seen."), { share: percent(seen, format) })),
  );
}

function percent(share, format) {
  return share > 0 && share < 0.01 ? `< ${format.percent(0.01)}` : format.percent(share);
}

function drawHatch(context, size) {
  context.strokeStyle = token("camera");
  context.globalAlpha = 0.35;
  context.lineWidth = 1;
  for (const from of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(from, size);
    context.lineTo(from + size, 0);
    context.stroke();
  }
  context.globalAlpha = 1;
}
