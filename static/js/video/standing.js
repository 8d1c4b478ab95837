/** What may be said of a live picture at this moment: pure. A picture that is not live never looks as if it were. */

import { cameraSentence } from "../alerts/kinds.js";
import { gettext, inMine, interpolate } from "../lib/i18n.js";
import { span } from "../lib/time.js";

const FROZEN_MS = 3000;
/** A camera that is looked at seldom is not frozen between two looks. */
const LOOKS = 2.5;

/**
 * state: "watching" | "waiting" | "frozen" | "lost" | "silent" | "refused" | "gone". words: the sentence over the
 * picture, empty while it is live. keeps: whether the last picture stays, dimmed.
 *
 * @param {object} seen
 *   card: of the camera. refusal: why the server shows it not, in every language. connection: of the pictures' socket.
 *   at: capture of the last picture or of the last word that nothing moved; 0 for none. since: when it was asked for.
 *   moved: whether the last word was a picture. view: the preset's name. now: by the server's clock.
 */
export function standing({ card, refusal, connection, at, since, moved, view, now }, language) {
  const say = (state, words, keeps = false) => ({ state, words, keeps, badge: "" });
  if (!card) return say("gone", gettext("This camera was taken away, or you do not see it any more."));
  if (card.state !== "watching") return say("silent", cameraSentence(card));
  if (refusal) return say("refused", inMine(refusal, language));
  if (connection === "logged-out") return say("lost", gettext("You were logged out."), true);
  if (connection === "refused") return say("refused", gettext("Your role sees alerts without their pictures."));
  if (connection === "lost") return say("lost", gettext("No connection: this picture is not live."), true);
  const patience = Math.max(FROZEN_MS, card.wanted_rate ? (LOOKS * 1000) / card.wanted_rate : 0);
  const age = now - (at || since);
  if (age > patience) {
    const sentence = at ? gettext("Frozen: no picture for %(span)s.") : gettext("No picture has come for %(span)s.");
    return say("frozen", interpolate(sentence, { span: span(age) }), true);
  }
  if (!at) return say("waiting", gettext("Waiting for the first picture…"));
  return { ...say("watching", "", true), badge: badge(view, moved, Math.max(0, age)) };
}

function badge(view, moved, age) {
  const parts = [gettext("Live"), seconds(age), moved ? "" : gettext("nothing moves"), view];
  return parts.filter(Boolean).join(" · ");
}

/** "0.4 s": tenths, because a second is already late. */
function seconds(milliseconds) {
  const language = globalThis.document?.documentElement.lang || "en";
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${new Intl.NumberFormat(language, tenths).format(milliseconds / 1000)}\u00a0s`;
}
