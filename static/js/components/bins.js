/** Sums of alerts in equal bins of time: pure. */

/**
 * @param {Array} cards
 * @param {{from: number, until: number, width: number, level: (card) => string}} options milliseconds since the epoch.
 * @returns {Array<{from: number, total: number}>} oldest first; beside `total` a sum for each level that occurs.
 */
export function bins(cards, { from, until, width, level }) {
  const rows = Array.from({ length: Math.round((until - from) / width) }, (_, index) => ({
    from: from + index * width,
    total: 0,
  }));
  for (const card of cards) {
    const row = rows[Math.floor((Date.parse(card.captured_at) - from) / width)];
    if (!row) continue;
    const name = level(card);
    row[name] = (row[name] ?? 0) + 1;
    row.total += 1;
  }
  return rows;
}
