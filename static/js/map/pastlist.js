/** What a click on a heap of past alerts shows: the newest of them, each a way to its story. */

import { kindName, stateName } from "../alerts/kinds.js";
import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { DAY } from "../lib/time.js";
import { boxParameter } from "./pasttiles.js";

const MOST = 20;
const DAYS = { "24h": 1, "7d": 7, "30d": 30 };

/** @param {number[]} bounds west, south, east, north of all that stands here. */
export function pastList(bounds, room) {
  const element = el("article.past", { role: "status" }, gettext("Loading the alerts of this place…"));
  ask(bounds, room).then(
    ({ results, next }) => element.replaceChildren(...rows(results, next, room)),
    (error) => element.replaceChildren(error.message),
  );
  return element;
}

function ask(bounds, { shown, filter, time }) {
  const from = new Date(time.real() - DAYS[shown.span] * DAY).toISOString();
  const kind = filter.kind && { kind: filter.kind };
  return get(`alerts/?${new URLSearchParams({ bbox: boxParameter(bounds), from, limit: MOST, ...kind })}`);
}

function rows(cards, next, room) {
  if (!cards.length) return [el("p", {}, gettext("These alerts are not there any more."))];
  const sentence = ngettext("%(count)s alert here", "%(count)s alerts here", cards.length);
  const heading = next
    ? interpolate(gettext("The %(count)s newest alerts here"), { count: cards.length })
    : interpolate(sentence, { count: cards.length });
  return [
    el("h3", {}, heading),
    el(
      "ul.past__list",
      {},
      cards.map((card) => row(card, room)),
    ),
  ];
}

function row(card, room) {
  return el(
    "li",
    {},
    el(
      "button.row",
      { type: "button", onclick: () => room.visit(card.id) },
      el("span.row__name", {}, kindName(card.kind)),
      el("span.row__side", {}, stateName(card.state)),
      el("span.row__text", {}, `${room.time.absolute(card.captured_at)} · ${card.camera_name || card.street}`),
    ),
  );
}
