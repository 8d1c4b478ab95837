/** Which picture of a clip is shown when, and what may be said of it: pure. Times are milliseconds since its beginning. */

import { gettext, interpolate } from "../lib/i18n.js";

/** What a clip should show on both sides of its event; less than that is said. */
const WANTED_MS = 10_000;
const NEARLY_MS = 500;
/** A player that is asked for the very beginning of a picture may show the one before. */
const INSIDE_MS = 20;
/** Rounding on the way through the file. */
const EARLY_MS = 2;

export const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** track: as the server sends it. @returns {object} with its moments as milliseconds since the epoch */
export function strip(track) {
  const [starts, fired, ends] = [track.starts_at, track.captured_at, track.ends_at].map((iso) => Date.parse(iso));
  const lasts = Math.max(ends - starts, track.times.at(-1) + 1);
  return { ...track, starts, fired: fired - starts, lasts, ends };
}

/** The number of the picture that stands at this moment. */
export function indexAt({ times }, milliseconds) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (times[middle] <= milliseconds + EARLY_MS) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where to seek so that this picture is shown and none beside it. */
export function inside({ times, lasts }, index) {
  const until = times[index + 1] ?? lasts;
  return times[index] + Math.min(INSIDE_MS, (until - times[index]) / 2);
}

/** The speed that follows, up (1) or down (-1); the last one stays. */
export function speed(present, by) {
  const at = SPEEDS.indexOf(present) + by;
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))];
}

/** "3.2 s before the event", "at the event", "0.4 s after the event". */
export function offset({ times, fired }, index, format) {
  const away = times[index] - fired;
  if (Math.abs(away) < 50) return gettext("at the event");
  const sentence = away < 0 ? gettext("%(seconds)s before the event") : gettext("%(seconds)s after the event");
  return interpolate(sentence, { seconds: format.seconds(Math.abs(away) / 1000) });
}

/** What it does not show of the ten seconds before and after; empty where it shows all. */
export function shortfall({ fired, lasts }, format) {
  const sentences = [];
  const seconds = (milliseconds) => format.seconds(Math.max(0, milliseconds) / 1000);
  if (fired < WANTED_MS - NEARLY_MS)
    sentences.push(
      interpolate(gettext("It begins %(seconds)s before the event: nothing older was kept."), {
        seconds: seconds(fired),
      }),
    );
  if (lasts - fired < WANTED_MS - NEARLY_MS)
    sentences.push(
      interpolate(gettext("It ends %(seconds)s after the event: the camera showed no more."), {
        seconds: seconds(lasts - fired),
      }),
    );
  return sentences.join(" ");
}
