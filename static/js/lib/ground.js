/** From the picture of a calibrated camera to the ground and back: pure; as detectors/vision/locate/homography.py. */

const AXIS = 6_378_137;
const ECCENTRICITY_SQUARED = 6.69437999014e-3;
const radians = (degrees) => (degrees * Math.PI) / 180;
const flattening = (lat) => 1 - ECCENTRICITY_SQUARED * Math.sin(radians(lat)) ** 2;
const meridian = (lat) => (AXIS * (1 - ECCENTRICITY_SQUARED)) / flattening(lat) ** 1.5;
const parallel = (lat) => (AXIS * Math.cos(radians(lat))) / Math.sqrt(flattening(lat));

/** Places of the picture are shares of its width and height; on the ground they are [lon, lat]. */
export class Ground {
  #forth;
  #back;
  #side;

  /** @param {{homography: number[], width: number, height: number, anchor: number[]}} calibration as the API tells it. */
  constructor({ homography, width, height, anchor }) {
    this.width = width;
    this.height = height;
    this.anchor = anchor;
    this.#forth = homography;
    this.#back = inverse(homography);
    this.#side = Math.sign(through(homography, width / 2, height)[2]);
  }

  /** [lon, lat]; null for a place at or above the horizon. */
  place([x, y]) {
    const metres = this.#metres(x * this.width, y * this.height);
    return metres && this.#degrees(metres);
  }

  /** Where in the picture something on the ground stands, also outside of it; null for what lies behind the camera. */
  picture([lon, lat]) {
    const [anchorLon, anchorLat] = this.anchor;
    const north = radians(lat - anchorLat) * meridian(anchorLat);
    const east = radians(lon - anchorLon) * parallel((lat + anchorLat) / 2);
    const [x, y, w] = through(this.#back, east, north);
    const [px, py] = [x / w, y / w];
    return this.#metres(px, py) && [px / this.width, py / this.height];
  }

  /** Pixels across a metre of width at a place of the picture (EN 62676-4); nought at and above the horizon. */
  density([x, y]) {
    const [px, py] = [x * this.width, y * this.height];
    const [left, right] = [this.#metres(px - 0.5, py), this.#metres(px + 0.5, py)];
    return left && right ? 1 / Math.hypot(right[0] - left[0], right[1] - left[1]) : 0;
  }

  #metres(px, py) {
    const [east, north, w] = through(this.#forth, px, py);
    return Math.sign(w) === this.#side ? [east / w, north / w] : null;
  }

  #degrees([east, north]) {
    const [anchorLon, anchorLat] = this.anchor;
    const lat = anchorLat + (north / meridian(anchorLat)) * (180 / Math.PI);
    return [anchorLon + (east / parallel((lat + anchorLat) / 2)) * (180 / Math.PI), lat];
  }
}

function through([a, b, c, d, e, f, g, h, i], x, y) {
  return [a * x + b * y + c, d * x + e * y + f, g * x + h * y + i];
}

/** But for a factor, which falls out. */
function inverse([a, b, c, d, e, f, g, h, i]) {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}
