/** Lengths and areas in the unit that people say: pure. format: of lib/format.js. */

const SPACE = "\u00a0";

/** "0.4 m", "312 m", "1.25 km". */
export function lengthWords(metres, format) {
  if (metres < 999.5) return format.metres(metres);
  return `${format.number(metres / 1000, 2)}${SPACE}km`;
}

/** "312 m²", "1.25 ha" from a hectare on, "2.4 km²" from a square kilometre on. */
export function areaWords(square, format) {
  if (square < 9999.5) return `${format.number(square, square < 10 ? 1 : 0)}${SPACE}m²`;
  if (square < 999_950) return `${format.number(square / 1e4, 2)}${SPACE}ha`;
  return `${format.number(square / 1e6, 2)}${SPACE}km²`;
}
