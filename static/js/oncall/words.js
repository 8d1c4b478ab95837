/** Words for people on call: pure. */

import { gettext, interpolate } from "../lib/i18n.js";

const ANSWERS = {
  accepted: () => gettext("%(name)s is coming"),
  declined: () => gettext("%(name)s cannot come"),
  none: () => gettext("%(name)s did not answer"),
  withdrawn: () => gettext("%(name)s is not needed any more"),
};

const RECENT_MS = 30 * 60_000;

/** The lines of an alert's story: who was asked, and what came of it. @returns {{at: string, words: string}[]} */
export function callLines(calls, alert) {
  return [...calls]
    .filter((call) => call.alert === alert)
    .flatMap((call) => [
      {
        at: call.asked_at,
        words: interpolate(gettext("%(name)s, on call, was asked: nobody present may take it"), call),
      },
      ...(call.answer ? [{ at: call.answered_at, words: interpolate(ANSWERS[call.answer](), call) }] : []),
    ]);
}

/**
 * What the bar says: of the alerts that still wait, who is asked, who is coming, or that nobody came.
 *
 * @param {Iterable} calls @param {Map} alerts those in sight. @param {number} now milliseconds since the epoch.
 * @returns {{asked: object[], coming: object[], failed: boolean}} one call a person; failed: all that was asked is in vain.
 */
export function standing(calls, alerts, now) {
  const waits = ({ alert }) => ["new", "escalated"].includes(alerts.get(alert)?.state ?? "new");
  const found = [...calls].filter(waits);
  const asked = onePerPerson(found.filter((call) => !call.answer));
  const coming = onePerPerson(
    found.filter((call) => call.answer === "accepted" && now - Date.parse(call.answered_at) < RECENT_MS),
  );
  const lately = found.filter((call) => now - Date.parse(call.answered_at) < RECENT_MS);
  const failed = !asked.length && !coming.length && lately.some(({ answer }) => ["none", "declined"].includes(answer));
  return { asked, coming, failed };
}

function onePerPerson(calls) {
  return [...new Map(calls.map((call) => [call.account, call])).values()];
}
