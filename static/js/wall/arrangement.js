/** Which cameras the wall shows, in which order: pure. */

import { distance } from "../map/geo.js";

export const SIZES = [1, 4, 9, 16];

/** The cameras that have a stream, by name. */
export function streams(cameras) {
  return [...cameras.values()].filter(({ stream }) => stream !== false).sort((a, b) => a.name.localeCompare(b.name));
}

/** The alert's own camera, then the others by their distance from where it happened. */
export function around(alert, cameras) {
  const far = (camera) =>
    camera.id === alert.camera ? -1 : distance([alert.lon, alert.lat], [camera.lon, camera.lat]);
  return streams(cameras).sort((a, b) => far(a) - far(b));
}

/**
 * Ids of so many places; null for an empty one. chosen: by hand. alert: that is followed, null for none yet.
 * @returns {(string | null)[]}
 */
export function arrangement({ size, follow, chosen, alert, cameras }) {
  const found = alert ? around(alert, cameras) : streams(cameras);
  const ids = follow ? found.map(({ id }) => id) : chosen.map((id) => (cameras.has(id) ? id : null));
  return Array.from({ length: size }, (_, place) => ids[place] ?? null);
}
