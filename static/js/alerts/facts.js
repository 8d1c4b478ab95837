/** What is known of an alert, each with how well it is known; and the story of what people did with it. */

import { marked } from "../components/exercise.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { span } from "../lib/time.js";
import { callLines } from "../oncall/words.js";
import { runLines } from "../procedures/story.js";
import {
  bandName,
  handlingName,
  handlingWords,
  informedNames,
  isByHand,
  maturityName,
  originName,
  outcomeName,
  pastSentence,
  placeError,
  placeName,
  qualitySentence,
  reasonName,
  stateName,
  why,
} from "./kinds.js";

/** The rows of the description list. more: the answer of the API, null while it is asked. */
export function facts(card, more, room) {
  const { time, format } = room;
  if (isByHand(card)) return said(card, room);
  const lasted = Date.parse(card.captured_at) - Date.parse(card.started_at);
  return [
    ...row(gettext("Why"), why(card, format)),
    ...row(gettext("Where"), placeName(card), `${card.camera_name} · ${placeError(card, format)}`),
    ...row(
      gettext("When"),
      [el("span", { "data-ago": true }, time.ago(card.captured_at)), `, ${time.absolute(card.captured_at)}`],
      interpolate(gettext("began %(time)s, %(span)s before"), {
        time: time.absolute(card.started_at),
        span: span(lasted),
      }),
    ),
    ...row(gettext("How sure"), band(card, format), past(more, format)),
    ...piled(card, more, room),
    ...row(gettext("Maturity"), capital(maturityName(card.kind)), qualitySentence(card.kind, format)),
    ...validation(more, time),
    ...handled(card, time),
  ];
}

/** Whether somebody has tried this kind on this camera and signed how well it does there. */
function validation(more, time) {
  if (!more || more.failure) return [];
  const signed = more.validation;
  if (!signed) return row(gettext("Site validation"), gettext("On trial: nobody has signed how well it does here."));
  const words = interpolate(gettext("Signed by %(by)s, %(at)s"), { by: signed.by, at: time.absolute(signed.at) });
  return row(gettext("Site validation"), words, signed.statement);
}

/** Of what a person raised: their words, and that no machine vouches for them. */
function said(card, { time, format }) {
  const ago = el("span", { "data-ago": true }, time.ago(card.captured_at));
  return [
    ...row(gettext("What was said"), why(card, format)),
    ...row(gettext("Where"), placeName(card), placeError(card, format)),
    ...row(gettext("When"), [ago, `, ${time.absolute(card.captured_at)}`]),
    ...reading(card, format),
    ...row(gettext("Source"), originName(card), unseen(card)),
    ...handled(card, time),
  ];
}

function unseen(card) {
  return card.source === "system"
    ? gettext("Told by another system; no camera saw it.")
    : gettext("Said by a person; no detector saw it.");
}

/** What a sensor measured. */
function reading({ facts: { value, unit } }, format) {
  return value === undefined ? [] : row(gettext("Reading"), [format.number(value, 2), unit].filter(Boolean).join(" "));
}

/** How far other systems of the city are with it: a row for each of their numbers, with what they said last. */
function handled({ handlings }, time) {
  const last = new Map(handlings.map((one) => [`${one.by} ${one.reference}`, one]));
  return [...last.values()].flatMap(({ by, reference, state, at }) =>
    row(gettext("Outside"), `${handlingName(state)} · ${by}`, `${reference} · ${time.absolute(at)}`),
  );
}

function row(term, main, small) {
  return [el("dt", {}, term), el("dd", {}, el("span", {}, ...[main].flat()), small && el("small", {}, small))];
}

function band(card, format) {
  const meter = el(`span.band.band--${card.band}`, { "aria-hidden": "true" }, el("i"), el("i"), el("i"));
  const words = interpolate(gettext("%(band)s, score %(score)s"), {
    band: bandName(card.band),
    score: format.number(card.score, 2),
  });
  return [meter, capital(words)];
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** Most of the last alerts here were wrong for one reason: whoever may draws the zone anew. */
function piled(card, more, room) {
  const pile = more?.past?.piled;
  if (!pile) return [];
  const words = interpolate(
    gettext("%(count)s of the last %(of)s alerts of this camera and kind were refuted: %(reason)s. Narrow the zone?"),
    { count: pile.count, of: pile.of, reason: reasonName(card.kind, pile.reason) },
  );
  const way =
    room.may("configure") && el("a", { href: `/admin/maps/zone/${more.zone_id}/change/` }, gettext("Open the zone"));
  return [el("dt", {}, gettext("Pattern")), el("dd", {}, el("span", {}, words), way && el("small", {}, way))];
}

function past(more, format) {
  if (more === null) return gettext("Asking how often this camera was right…");
  if (more.failure) return interpolate(gettext("Past precision is not known: %(why)s"), { why: more.failure });
  return pastSentence(more.past, format);
}

/** What time did by itself has nobody who did it; a verdict after another one corrects it. */
function stepWords(step) {
  if (step.from === step.to) return gettext("Note by %(by)s");
  if (!step.by) return gettext("%(state)s, by the clock");
  const isCorrection =
    ["confirmed", "refuted"].includes(step.to) && ["confirmed", "refuted", "closed"].includes(step.from);
  return isCorrection ? gettext("Corrected to “%(state)s” by %(by)s") : gettext("%(state)s by %(by)s");
}

/** The steps of a story that what is shown may tell: the past knows no later ones, the present knows all. */
export function known(steps, past) {
  return past === null ? steps : steps.filter((step) => Date.parse(step.at) <= past.at);
}

export class Story {
  constructor(room) {
    this.room = room;
    this.list = el("ol.story__list");
    this.element = el("section.story", {}, el("h3", {}, gettext("Story")), this.list);
  }

  render(card, more) {
    const steps = known(more?.steps ?? [], this.room.past);
    const raised = this.#line(
      card.captured_at,
      isByHand(card) ? marked(card, originName(card)) : gettext("Raised by the machine"),
      "",
    );
    const ofRun = runLines(card, this.room.state.runs.get(card.id));
    const calls = callLines(this.room.state.calls.values(), card.id);
    const lines = [
      ...steps.map((step) => [step.at, this.#step(step, card)]),
      ...calls.map(({ at, words }) => [at, this.#line(at, words, "")]),
      ...card.handlings.map((one) => [one.at, this.#line(one.at, handlingWords(one), "")]),
      ...ofRun.map(({ at, words, note }) => [at, this.#line(at, words, note)]),
    ].sort(([one], [other]) => one.localeCompare(other));
    this.list.replaceChildren(raised, ...lines.map(([, line]) => line));
  }

  #step(step, card) {
    const named = step.to === "closed" ? outcomeName(card.kind, step.reason) : reasonName(card.kind, step.reason);
    const told = [named, ...informedNames(step.informed ?? [])].filter(Boolean).join(", ");
    const words = interpolate(stepWords(step), { state: stateName(step.to), by: step.by });
    return this.#line(
      step.at,
      told ? interpolate(gettext("%(what)s: %(more)s"), { what: words, more: told }) : words,
      step.note,
    );
  }

  #line(at, words, note) {
    return el("li", {}, el("time", {}, this.room.time.absolute(at)), el("span", {}, words, note && el("q", {}, note)));
  }
}
