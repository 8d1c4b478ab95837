/** The convex hull of places, by Andrew's monotone chain: pure. @returns {number[][]} a closed ring */
export function hull(places) {
  const sorted = [...places].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const lower = half(sorted);
  const upper = half(sorted.reverse());
  const ring = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  return [...ring, ring[0]];
}

function half(places) {
  const chain = [];
  for (const place of places) {
    while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), place) <= 0) chain.pop();
    chain.push(place);
  }
  return chain;
}

function turn(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
