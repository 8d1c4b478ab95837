/** Words for what the machine said: kinds, states, bands, severities, and why a rule fired. */

import { gettext, inMine, interpolate, ngettext } from "../lib/i18n.js";

let titles = {};
let reasons = {};
let outcomes = {};
let informed = [];
let quality = {};
let saidWrongly = [];
let sources = [];

/** What the server calls its kinds, which refutations each offers, and how right it is: a new kind needs no line here. */
export function learnKinds(facts) {
  titles = { ...facts.kinds, ...facts.people_kinds, ...facts.system_kinds };
  reasons = facts.reasons;
  outcomes = facts.outcomes ?? {};
  informed = facts.informed ?? [];
  quality = facts.quality ?? {};
  saidWrongly = facts.refutations_by_hand ?? [];
  sources = facts.sources ?? [];
}

/** The refutations of a kind, or of what a person raised: [[code, label], …]. */
export const reasonsOf = (kind, isByHand = false) => (isByHand ? saidWrongly : (reasons[kind] ?? []));
export const reasonName = (kind, code) => nameIn([...reasonsOf(kind), ...saidWrongly], code);
/** How people hear of what they raise: [[code, label], …]. */
export const everySource = () => sources;
/** How an alert of a kind can end: [[code, label], …]. */
export const outcomesOf = (kind) => outcomes[kind] ?? [];
export const outcomeName = (kind, code) => nameIn(outcomesOf(kind), code);
/** Who can be called: [[code, label], …]. */
export const everyoneInformed = () => informed;
export const informedNames = (codes) => codes.map((code) => nameIn(informed, code));

const nameIn = (choices, code) => choices.find(([known]) => known === code)?.[1] ?? code;

const LABELS = {
  person: () => gettext("A person"),
  bicycle: () => gettext("A bicycle"),
  motorcycle: () => gettext("A motorcycle"),
  vehicle: () => gettext("A vehicle"),
  bag: () => gettext("A bag"),
  thing: () => gettext("A thing"),
};

const SEVERITIES = {
  high: () => gettext("High"),
  medium: () => gettext("Medium"),
  low: () => gettext("Low"),
};

const STATES = {
  new: () => gettext("New"),
  claimed: () => gettext("Claimed"),
  escalated: () => gettext("To the supervisor"),
  confirmed: () => gettext("Confirmed"),
  refuted: () => gettext("Refuted"),
  closed: () => gettext("Closed"),
  expired_unreviewed: () => gettext("Expired without a verdict"),
};

const BANDS = {
  high: () => gettext("high confidence"),
  medium: () => gettext("medium confidence"),
  low: () => gettext("low confidence"),
};

const CAMERA_STATES = {
  watching: () => gettext("Watching"),
  reconnecting: () => gettext("Reconnecting"),
  not_watching: () => gettext("Not watching"),
  stopped: () => gettext("Stopped by a person"),
  not_authorised: () => gettext("Not authorised"),
};

/** A kind that is no longer offered keeps its bare name. */
export const kindName = (kind) => titles[kind] ?? kind.replaceAll("_", " ");
export const severityName = (severity) => SEVERITIES[severity]();
export const stateName = (state) => STATES[state]();
export const bandName = (band) => BANDS[band]();
/** "Not watching: the camera does not answer." */
export function cameraSentence(camera, language) {
  const values = { state: CAMERA_STATES[camera.state](), reason: inMine(camera.reason, language) };
  return values.reason ? interpolate(gettext("%(state)s: %(reason)s"), values) : values.state;
}
const labelName = (label) => LABELS[label]?.() ?? gettext("Something");

const WHY = {
  intrusion: ({ facts, zone }, format) => {
    const values = { zone, seconds: format.seconds(facts.seconds) };
    if (facts.persons > 1)
      return interpolate(gettext("%(persons)s persons inside “%(zone)s” for %(seconds)s."), {
        persons: format.number(facts.persons),
        ...values,
      });
    return interpolate(gettext("%(what)s was inside “%(zone)s” for %(seconds)s."), {
      what: labelName(facts.label),
      ...values,
    });
  },
  wrong_direction: ({ facts, zone }, format) =>
    interpolate(
      gettext("%(what)s moved %(metres)s through “%(zone)s”, %(degrees)s° off the allowed direction, in %(seconds)s."),
      {
        what: labelName(facts.label),
        zone,
        metres: format.metres(facts.metres),
        degrees: format.number(facts.degrees_off),
        seconds: format.seconds(facts.seconds),
      },
    ),
  abandoned_object: ({ facts, zone }, format) =>
    interpolate(
      gettext(
        "%(what)s was left in “%(zone)s”: nobody has been with it for %(seconds)s, and its owner went %(metres)s away.",
      ),
      {
        what: labelName(facts.label),
        zone,
        seconds: format.seconds(facts.seconds),
        metres: format.metres(facts.metres),
      },
    ),
  crowd_movement: ({ facts, zone }, format) => {
    const values = {
      zone,
      persons: format.number(facts.persons),
      speed: format.number(facts.speed, 1),
      usual: format.number(facts.usual, 1),
      seconds: format.seconds(facts.seconds),
    };
    if (facts.measure === "scattering")
      return interpolate(
        gettext(
          "%(persons)s persons scattered in “%(zone)s” within %(seconds)s, at %(speed)s m/s; before, %(usual)s m/s.",
        ),
        values,
      );
    return interpolate(
      gettext(
        "%(persons)s persons began to run in “%(zone)s” within %(seconds)s, at %(speed)s m/s; before, %(usual)s m/s.",
      ),
      values,
    );
  },
  density: ({ facts, zone }, format) => {
    const values = {
      zone,
      persons: format.number(facts.persons),
      seconds: format.seconds(facts.seconds),
      threshold: format.number(facts.threshold, 2),
      density: facts.density === undefined ? "" : format.number(facts.density, 2),
      error: format.number(facts.density_error ?? 0, 2),
      level: facts.level,
    };
    if (facts.level !== undefined)
      return interpolate(
        gettext(
          "%(persons)s persons stood in “%(zone)s” for %(seconds)s: %(density)s ± %(error)s persons per m², level of service %(level)s; the limit is %(threshold)s.",
        ),
        values,
      );
    if (facts.measure === "density")
      return interpolate(
        gettext(
          "%(persons)s persons stood in “%(zone)s” for %(seconds)s: %(density)s persons per m²; the limit is %(threshold)s.",
        ),
        values,
      );
    return interpolate(
      gettext("%(persons)s persons were in “%(zone)s” for %(seconds)s; the limit is %(threshold)s."),
      values,
    );
  },
};

/** The value of `WHY` for kinds whose sentence needs nothing but the time and the zone. */
const lasted = (text) => (card, format) =>
  interpolate(text(), { zone: card.zone, seconds: format.seconds(card.facts.seconds) });

WHY.fall = lasted(() => gettext("Somebody who stood in “%(zone)s” has been on the ground for %(seconds)s."));

WHY.weapon = lasted(() => gettext("The city’s own network saw a weapon with a person in “%(zone)s” for %(seconds)s."));
WHY.fire = (card, format) =>
  (card.facts.label === "smoke"
    ? lasted(() => gettext("Something has smoked in “%(zone)s” for %(seconds)s."))
    : lasted(() => gettext("Something has flickered like a flame in “%(zone)s” for %(seconds)s.")))(card, format);

/** Whether a person or another system raised it, and no camera. */
export const isByHand = (card) => Boolean(card.source);

/** The camera that saw it, "By hand, by anna (phone)" or "From fire-panels". */
export function originName(card) {
  if (!isByHand(card)) return card.camera_name;
  const values = { by: card.raised_by, source: nameIn(sources, card.source) };
  if (card.source === "script") return interpolate(gettext("Script of %(by)s"), values);
  return card.source === "system"
    ? interpolate(gettext("From %(by)s"), values)
    : interpolate(gettext("By hand, by %(by)s (%(source)s)"), values);
}

const HANDLINGS = {
  received: () => gettext("Received"),
  on_the_way: () => gettext("On the way"),
  done: () => gettext("Done"),
};

/** How far another system is with an alert, in words. */
export const handlingName = (state) => HANDLINGS[state]();

/** "On the way: dispatch, F-2231" */
export const handlingWords = ({ state, by, reference }) =>
  interpolate(gettext("%(state)s: %(by)s, %(reference)s"), { state: handlingName(state), by, reference });

/** Why the rule fired, as a sentence from its kind and facts; of what a person raised, what they said. */
export function why(card, format) {
  if (isByHand(card)) return card.words || gettext("Nothing was written.");
  const sentence = WHY[card.kind];
  if (sentence && hasFacts(card)) return sentence(card, format);
  return interpolate(gettext("The rule “%(kind)s” fired in “%(zone)s”."), {
    kind: kindName(card.kind),
    zone: card.zone,
  });
}

/** Only a card with the time it took can be told as a sentence of its kind. */
const hasFacts = (card) => card.facts.seconds !== undefined;

/** "Kaivokatu · Centre", or the camera's name where no street is known. */
export function placeName(card) {
  return [card.street || card.camera_name || gettext("Marked place"), card.district].filter(Boolean).join(" · ");
}

const PLACED = {
  person: () => gettext("marked by hand, ±%(metres)s"),
  system: () => gettext("told by the system, ±%(metres)s"),
  address: () => gettext("somewhere in the street, ±%(metres)s"),
  district: () => gettext("somewhere in the district, ±%(metres)s"),
};

/** How sure the place is. */
export function placeError(card, format) {
  if (card.place_source === "camera") return gettext("place of the camera; what happened is near it");
  const sentence = PLACED[card.place_source] ?? (() => gettext("±%(metres)s on the ground"));
  return interpolate(sentence(), { metres: format.metres(card.error_m) });
}

/** Past precision of this camera and kind as a sentence. */
export function pastSentence(past, format) {
  return [rightSentence(past, format), missedSentence(past?.missed ?? 0, format)].filter(Boolean).join(" ");
}

/** "2 missed, reported by people." beside the precision, which knows nothing of them; "" for none. */
export function missedSentence(count, format) {
  if (!count) return "";
  return interpolate(
    ngettext("%(count)s missed, reported by people.", "%(count)s missed, reported by people.", count),
    { count: format.number(count) },
  );
}

function rightSentence(past, format) {
  if (!past?.judged) return gettext("No earlier alert of this camera and kind has been judged yet.");
  return interpolate(
    ngettext(
      "%(share)s of %(judged)s earlier alert of this camera and kind was confirmed.",
      "%(share)s of %(judged)s earlier alerts of this camera and kind were confirmed.",
      past.judged,
    ),
    { share: format.interval(past.share, past.low, past.high), judged: format.number(past.judged) },
  );
}

/** How mature the kind is, "" for a kind that is no longer offered. */
export const maturityName = (kind) => quality[kind]?.maturity ?? "";

/** How right the kind was on scenes whose truth is known, as a sentence. */
export function qualitySentence(kind, format) {
  const evaluated = quality[kind]?.evaluated;
  if (!evaluated) return gettext("Not evaluated with this network and this rule.");
  const values = {
    recall: evaluated.recall ? format.interval(...evaluated.recall) : "–",
    rate: format.range(...evaluated.false_an_hour, 1),
    scenes: format.number(evaluated.scenes),
  };
  return interpolate(
    ngettext(
      "On %(scenes)s composed scene: %(recall)s found, %(rate)s false alarms an hour.",
      "On %(scenes)s composed scenes: %(recall)s found, %(rate)s false alarms an hour.",
      evaluated.scenes,
    ),
    values,
  );
}
