/** Permanent links, as the part of an address behind its #: a place, an alert, a moment. Pure. */

const MAP = /^(\d{1,2}(?:\.\d+)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * @param {string} hash "#map=17.00/60.17000/24.94000&alert=…&at=2026-06-01T12:00:00.000Z"; each part may be missing.
 * @returns {{map: {zoom: number, lat: number, lon: number} | null, alert: string | null, at: number | null,
 *   isBroken: boolean}} at: milliseconds since the epoch. isBroken: it names something that nobody can read.
 */
export function readLink(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const found = { map: null, alert: null, at: null, isBroken: false };
  const [map, alert, at] = ["map", "alert", "at"].map((name) => parts.get(name));
  const numbers = MAP.exec(map ?? "");
  if (numbers) {
    const [zoom, lat, lon] = numbers.slice(1).map(Number);
    found.map = { zoom, lat, lon };
  }
  if (ID.test(alert ?? "")) found.alert = alert;
  if (!Number.isNaN(Date.parse(at ?? ""))) found.at = Date.parse(at);
  found.isBroken = [
    [map, found.map],
    [alert, found.alert],
    [at, found.at],
  ].some(([said, read]) => said !== null && read === null);
  return found;
}

/** The other way round. zoom, lat, lon: of the map. alert: an id or null. at: milliseconds, or null for the present. */
export function writeLink({ zoom, lat, lon, alert = null, at = null }) {
  const parts = [`map=${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`];
  if (alert) parts.push(`alert=${alert}`);
  if (at !== null) parts.push(`at=${new Date(at).toISOString()}`);
  return `#${parts.join("&")}`;
}
