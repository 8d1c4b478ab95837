/** Degrees from places: pure. */

const LEAST = 1;
const MOST = 360;

/** The direction from a place to another, in whole degrees clockwise from north. */
export function turnTo([lon, lat], [toLon, toLat]) {
  const east = (toLon - lon) * Math.cos((lat * Math.PI) / 180);
  return Math.round(((Math.atan2(east, toLat - lat) * 180) / Math.PI + 360) % 360) % 360;
}

/** How wide a camera sees whose view ends at a place, on either side of its direction. */
export function angleFor(place, bearing, edge) {
  const aside = Math.abs(((turnTo(place, edge) - bearing + 540) % 360) - 180);
  return Math.min(MOST, Math.max(LEAST, 2 * aside));
}
