/** How long to wait before the next try: doubled each time, and jittered so that a whole room does not come at once. */

const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/** @param {number} attempt 0 for the first try after a failure. @param {number} random 0 to 1. */
export function backoff(attempt, random = Math.random()) {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(full * (0.5 + random / 2));
}
