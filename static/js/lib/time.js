/** Times in the city's time zone, relative and absolute; the page's clock follows the server's, not the computer's. */

import { gettext, interpolate } from "./i18n.js";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * @param {{zone: string, language: string, machine?: () => number}} options
 *   machine: milliseconds since the epoch as this computer believes.
 */
export function createTime({ zone, language, machine = Date.now }) {
  const locale = language === "en" ? "en-GB" : language;
  const formatter = (options) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const withSeconds = formatter({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const withTenths = formatter({
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 1,
    hourCycle: "h23",
  });
  const withMinutes = formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const withDay = formatter({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = formatter({ weekday: "short", day: "numeric", month: "short" });
  let ahead = 0;
  let past = null;

  const real = () => machine() + ahead;
  const now = () => past?.() ?? real();
  const since = (iso) => Math.max(0, now() - Date.parse(iso));
  return {
    zone,
    now,
    /** The present moment, also while the past is shown. */
    real,
    /** clock: says which moment of the past is shown; null: the present. */
    show(clock) {
      past = clock;
    },
    /** Learns how far this computer's clock is from the server's. */
    learn(serverTime) {
      ahead = Date.parse(serverTime) - machine();
    },
    since,
    /** "14:03:07" */
    clock: (when) => withSeconds.format(new Date(when)),
    /** "14:03:07.4" */
    tenths: (when) => withTenths.format(new Date(when)),
    /** "14:03" */
    minute: (when) => withMinutes.format(new Date(when)),
    /** "Wed 25 Nov" */
    date: (when) => date.format(new Date(when)),
    /** "12 s ago" */
    ago: (iso) => interpolate(gettext("%(span)s ago"), { span: span(since(iso)) }),
    /** "14:03:07", or with its day when it was not today's last 18 hours. */
    absolute: (iso) => (since(iso) < 18 * HOUR ? withSeconds : withDay).format(new Date(iso)),
  };
}

/** "12 s", "4 min", "2 h 05 min", "3 d". */
export function span(milliseconds) {
  const seconds = Math.floor(milliseconds / SECOND);
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}\u00a0h ${String(minutes % 60).padStart(2, "0")}\u00a0min`;
  return interpolate(gettext("%(days)s d"), { days: Math.floor(hours / 24) });
}
