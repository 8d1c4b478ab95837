/** Where the tiles of past alerts are, and how a donut of them is called: pure. */

const REFRESH_MS = 60_000;
const PARTS = 12;

/** What a person has to know at a glance of a heap of alerts, and the states behind each: the order of the ring. */
export const GROUPS = [
  ["open", ["new", "escalated"]],
  ["claimed", ["claimed"]],
  ["true", ["confirmed", "closed"]],
  ["false", ["refuted"]],
  ["expired", ["expired_unreviewed"]],
];
export const RING_NAME = /^past-(\d+)-(\d+)-(\d+)-(\d+)-(\d+)$/;

/** The address changes each minute, so that what is shown is never older; the server does not read the last part. */
export function tileAddress({ origin, span, kind, grain, now }) {
  const asked = new URLSearchParams({ span, grain, ...(kind && { kind }) });
  return `${origin}/tiles/alerts/{z}/{x}/{y}.pbf?${asked}&at=${Math.floor(now / REFRESH_MS)}`;
}

const sumOf = (states) => ["+", 0, ...states.map((state) => ["coalesce", ["get", state], 0])];

/** A share in twelfths, rounded up, so that there are few rings to draw and the rarest state is seen in its ring. */
export const twelfths = (part, whole) => ["to-string", ["ceil", ["/", ["*", PARTS, part], whole]]];

export function ringName() {
  const share = (states) => twelfths(sumOf(states), ["get", "count"]);
  return ["concat", "past", ...GROUPS.flatMap(([, states]) => ["-", share(states)])];
}

/** Which group an alert that stands alone belongs to. */
export function groupName() {
  return ["case", ...GROUPS.flatMap(([name, states]) => [[">", sumOf(states), 0], name]), "expired"];
}

/** west,south,east,north as the tile has it. Nothing that lies within two metres comes apart by looking nearer. */
export function boxOf(text) {
  const [west, south, east, north] = text.split(",").map(Number);
  const isPlace = Math.max(east - west, north - south) < 2e-5;
  return { bounds: [west, south, east, north], isPlace };
}

/** The box with a hair around it: the API wants one that is wider than nothing. */
export function boxParameter([west, south, east, north], hair = 1e-6) {
  return [west - hair, south - hair, east + hair, north + hair].map((value) => value.toFixed(7)).join(",");
}
