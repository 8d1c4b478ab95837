/**
 * The alerts of a script as rows: pure. A row is {second, kind, severity, place, text}, as fields hold them; place is a name,
 * or "longitude, latitude". hypervision/exercises/script.py reads what `written` writes; both are tried on
 * tests/exercises/written.json.
 */

const PAUSE_S = 30;
const NUMBERS = /^\s*\[?\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*\]?\s*$/;
const PLAIN = /^[a-z]\w*$/;
/** Words that YAML would read as something else than words. */
const TAKEN = new Set(["true", "false", "yes", "no", "on", "off", "null", "y", "n"]);
const DIGITS = 6;

/** Another row at the end, of the kind and at the place of the one before, half a minute later. */
export function add(rows, { kind, place }) {
  const last = rows.at(-1);
  const second = last && Number.isInteger(Number(last.second)) ? Number(last.second) + PAUSE_S : 0;
  return [...rows, { second, kind: last?.kind || kind, severity: "medium", place: last?.place || place, text: "" }];
}

export const remove = (rows, row) => rows.filter((_, number) => number !== row);
export const set = (rows, row, changes) => rows.map((one, number) => (number === row ? { ...one, ...changes } : one));

/** The row one up (-1) or down (1), in the second of the one with which it changes places; the same rows at either end. */
export function move(rows, row, by) {
  const other = row + by;
  if (other < 0 || other >= rows.length) return rows;
  const moved = [...rows];
  moved[row] = { ...rows[other], second: rows[row].second };
  moved[other] = { ...rows[row], second: rows[other].second };
  return moved;
}

/** A place that was clicked, as a field holds it. */
export const clicked = ({ lng, lat }) => `${lng.toFixed(DIGITS)}, ${lat.toFixed(DIGITS)}`;

/** The script as YAML. A quoted text of JSON is one of YAML, too. */
export function written(title, rows) {
  const lines = rows.flatMap(({ second, kind, severity, place, text }) => [
    `  - second: ${/^\d+$/.test(second) ? second : quoted(second)}`,
    `    kind: ${word(kind)}`,
    `    severity: ${word(severity)}`,
    `    place: ${placed(place)}`,
    ...(text ? [`    text: ${quoted(text)}`] : []),
  ]);
  return `title: ${quoted(title)}\nalerts:${lines.length ? "" : " []"}\n${lines.map((line) => `${line}\n`).join("")}`;
}

const quoted = (value) => JSON.stringify(String(value));
const word = (value) => (PLAIN.test(value) && !TAKEN.has(value) ? value : quoted(value));

function placed(place) {
  const numbers = NUMBERS.exec(place);
  return numbers ? `[${numbers[1]}, ${numbers[2]}]` : quoted(place);
}
