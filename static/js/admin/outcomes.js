/** What a draft would have raised, beside what stands now: a sentence, a table, and where in the picture. */

import { el, svg } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { picture } from "./still.js";

const RADIUS = 0.012;

/** Puts the outcomes of a try-out into the place for the answer. */
export async function show(answer, outcomes) {
  const still = await picture(document.querySelector("#id_camera")?.value, "img.tryout__picture");
  answer.replaceChildren(...outcomes.map((outcome) => shown(outcome, still)));
}

function shown(outcome, still) {
  const { rows } = outcome;
  return el(
    "section.tryout__outcome",
    {},
    el("h3.tryout__title", {}, outcome.title),
    el(outcome.is_refused ? "p.tryout__refused" : "p", {}, outcome.words),
    rows.length > 0 && el("div.tryout__sides", {}, table(rows, outcome.has_present), where(rows, still)),
  );
}

function table(rows, hasPresent) {
  const mark = (score) => (score === null ? el("td", {}, "–") : el("td", {}, score.toFixed(2)));
  const head = (words) => el("th", { scope: "col" }, words);
  return el(
    "table.tryout__rows",
    {},
    el("thead", {}, el("tr", {}, head(gettext("Began")), head(gettext("Draft")), hasPresent && head(gettext("Now")))),
    el(
      "tbody",
      {},
      ...rows.map((row) =>
        el("tr", {}, el("th", { scope: "row" }, row.began), mark(row.draft), hasPresent && mark(row.present)),
      ),
    ),
  );
}

/** Where in the picture, of which each rule has its own: filled for the draft, a ring for what stands now. */
function where(rows, still) {
  const ratio = still ? still.naturalWidth / still.naturalHeight : 4 / 3;
  const ink = svg("svg.tryout__ink", { viewBox: `0 0 ${ratio} 1`, role: "img" });
  ink.append(svg("title", {}, gettext("Where in the picture: a dot for the draft, a ring for what stands now")));
  for (const { foot, draft, present } of rows) {
    const place = { cx: foot[0] * ratio, cy: foot[1] };
    if (draft !== null) ink.append(svg("circle.tryout__draft", { ...place, r: RADIUS }));
    if (present !== null) ink.append(svg("circle.tryout__present", { ...place, r: 2 * RADIUS }));
  }
  return el("div.tryout__where", { style: `aspect-ratio: ${ratio}` }, still?.cloneNode(), ink);
}
