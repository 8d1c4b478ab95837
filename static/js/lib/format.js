/** Numbers as the reader's language writes them; a figure never stands without its unit. */

const SPACE = "\u00a0";

/** @param {string} language BCP 47 tag, e.g. "fr". */
export function createFormat(language) {
  const number = (value, digits = 0) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
  return {
    number,
    /** share: 0 to 1. */
    percent: (share) => `${number(share * 100)}${SPACE}%`,
    /** "71 % [64, 77]" from shares 0 to 1. */
    interval: (share, low, high) => `${number(share * 100)}${SPACE}% [${number(low * 100)}, ${number(high * 100)}]`,
    metres: (value) => `${number(value, value < 10 ? 1 : 0)}${SPACE}m`,
    seconds: (value) => `${number(value, value < 10 ? 1 : 0)}${SPACE}s`,
  };
}
