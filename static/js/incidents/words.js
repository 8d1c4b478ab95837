/** Words for incidents. */

import { kindName } from "../alerts/kinds.js";
import { marked } from "../components/exercise.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { span } from "../lib/time.js";

/** "Intrusion · 3 alerts of 2 cameras". */
export function titleOf(cards, why, format) {
  const kinds = [...new Set(cards.map(({ kind }) => kind))].map(kindName);
  return marked(cards[0], titleWords(kinds, cards, why, format));
}

function titleWords(kinds, cards, why, format) {
  return `${kinds.join(", ")} · ${countSentence(cards.length, why.cameras, format)}`;
}

function countSentence(count, cameras, format) {
  const number = format.number(count);
  if (!cameras)
    return interpolate(ngettext("%(count)s alert by hand", "%(count)s alerts by hand", count), { count: number });
  const sentence = ngettext("%(alerts)s of %(cameras)s camera", "%(alerts)s of %(cameras)s cameras", cameras);
  const alerts = interpolate(ngettext("%(count)s alert", "%(count)s alerts", count), { count: number });
  return interpolate(sentence, { alerts, cameras: format.number(cameras) });
}

/** "3 cameras, 40 m, 20 s". */
export function whySentence(why, format) {
  if (!why.cameras) return reachSentence(why, format);
  const cameras = ngettext("%(count)s camera", "%(count)s cameras", why.cameras);
  return `${interpolate(cameras, { count: format.number(why.cameras) })}, ${reachSentence(why, format)}`;
}

/** "40 m, 20 s", where the cameras are named already. */
export function reachSentence({ metres, seconds }, format) {
  return `${format.metres(Math.round(metres))}, ${span(seconds * 1000)}`;
}

const STEPS = {
  joined: () => gettext("The machine joined this"),
  split: () => gettext("%(by)s split an alert out"),
  merged: () => gettext("%(by)s merged this"),
};

/** What an undo would take back. */
export function stepSentence(step, { format, time }) {
  const { metres, seconds } = step.facts;
  const near =
    metres === undefined
      ? step.reason
      : interpolate(gettext("%(metres)s and %(seconds)s from the one before"), {
          metres: format.metres(metres),
          seconds: format.seconds(seconds),
        });
  const words = interpolate(STEPS[step.verb](), { by: step.by });
  return [words, near, time.absolute(step.at)].filter(Boolean).join(" · ");
}
