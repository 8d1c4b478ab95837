/** Corners of the base map near a click: pure. Tiles cut shapes at their borders, and such a cut is no corner. */

const STRAIGHT_DEGREES = 20;
const LEVEL = 1e-7;

/** Every true corner of the rings of a feature, [lon, lat]. */
export function corners(geometry) {
  return rings(geometry).flatMap((ring) => {
    const open = ring.slice(0, -1);
    return open.filter((here, index) => isCorner(open.at(index - 1), here, open[(index + 1) % open.length]));
  });
}

/** The corner that project() puts nearest to a point of the screen, within so many pixels; null for none. */
export function nearest(features, point, project, within) {
  const found = features
    .flatMap(({ geometry }) => corners(geometry))
    .map((place) => ({ place, far: distance(project(place), point) }))
    .filter(({ far }) => far <= within)
    .sort((one, other) => one.far - other.far);
  return found[0]?.place ?? null;
}

function rings({ type, coordinates }) {
  if (type === "Polygon") return coordinates;
  if (type === "MultiPolygon") return coordinates.flat();
  return [];
}

function isCorner(before, here, after) {
  if (isLevel(before, here) || isLevel(here, after)) return false;
  const squeeze = Math.cos((here[1] * Math.PI) / 180);
  const angle = (one, other) => Math.atan2(other[1] - one[1], (other[0] - one[0]) * squeeze);
  const turn = Math.abs(angle(before, here) - angle(here, after)) * (180 / Math.PI);
  return Math.min(turn, 360 - turn) > STRAIGHT_DEGREES;
}

/** Along a parallel or a meridian, as the borders of tiles run. */
function isLevel([lon, lat], [otherLon, otherLat]) {
  return Math.abs(lon - otherLon) < LEVEL || Math.abs(lat - otherLat) < LEVEL;
}

const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
