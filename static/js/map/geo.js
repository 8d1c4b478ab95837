/** Small geometry on lon/lat, good for the size of a city: pure. */

const METRES_A_DEGREE = 111_320;

/** A point so many metres away in a direction in degrees clockwise from north. */
export function away([lon, lat], metres, bearing) {
  const angle = (bearing * Math.PI) / 180;
  return [
    lon + (metres * Math.sin(angle)) / (METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180)),
    lat + (metres * Math.cos(angle)) / METRES_A_DEGREE,
  ];
}

/** Metres between two places. */
export function distance([lon, lat], [otherLon, otherLat]) {
  const across = (otherLon - lon) * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(across, otherLat - lat) * METRES_A_DEGREE;
}

/** Metres along a line. */
export function length(places) {
  return places.slice(1).reduce((sum, place, index) => sum + distance(places[index], place), 0);
}

/** Square metres inside a ring that closes itself; what it encloses twice, the other way round, counts against it. */
export function area(places) {
  const [west, south] = places[0];
  const wide = METRES_A_DEGREE * Math.cos((south * Math.PI) / 180);
  const flat = places.map(([lon, lat]) => [(lon - west) * wide, (lat - south) * METRES_A_DEGREE]);
  const twice = flat.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = flat[(index + 1) % flat.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Ring of a sector: the centre, an arc, the centre again. */
export function sector(centre, metres, bearing, angle) {
  const steps = Math.max(4, Math.ceil(angle / 6));
  const arc = Array.from({ length: steps + 1 }, (_, index) =>
    away(centre, metres, bearing - angle / 2 + (angle * index) / steps),
  );
  return [centre, ...arc, centre];
}

/** Ring of a circle around a place. */
export function circle(centre, metres) {
  return Array.from({ length: 49 }, (_, index) => away(centre, metres, index * 7.5));
}

/** Ring of an ellipse with semi-axes in metres; bearing of the major one in degrees from north. */
export function ellipse(centre, major, minor, bearing) {
  return Array.from({ length: 49 }, (_, index) => {
    const turn = (index / 48) * 2 * Math.PI;
    const [along, across] = [major * Math.cos(turn), minor * Math.sin(turn)];
    return away(centre, Math.hypot(along, across), bearing + (Math.atan2(across, along) * 180) / Math.PI);
  });
}

export function point(lon, lat, properties) {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

export function polygon(ring, properties) {
  return { type: "Feature", geometry: { type: "Polygon", coordinates: [ring] }, properties };
}

export function collection(features) {
  return { type: "FeatureCollection", features };
}
