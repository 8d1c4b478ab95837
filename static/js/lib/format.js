/** Numbers as the reader's language writes them; a figure never stands without its unit. */

const SPACE = "\u00a0";
const NARROW = "\u202f";
/** What stands before a per cent sign, and between the ends of an interval: the same as in the server's sentences. */
const SIGNS = { fr: { percent: `${NARROW}%`, between: `${NARROW}; ` } };
const USUAL = { percent: `${SPACE}%`, between: ", " };

/** @param {string} language BCP 47 tag, e.g. "fr". */
export function createFormat(language) {
  const number = (value, digits = 0) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
  const signs = SIGNS[language.slice(0, 2)] ?? USUAL;
  const percent = (share) => `${number(share * 100)}${signs.percent}`;
  return {
    number,
    /** share: 0 to 1. */
    percent,
    /** "71 % [64, 77]", in French "71 % [64 ; 77]", from shares 0 to 1. */
    interval: (share, low, high) => `${percent(share)} [${number(low * 100)}${signs.between}${number(high * 100)}]`,
    /** "0.5 [0.1, 2.3]", in French "0,5 [0,1 ; 2,3]". */
    range: (value, low, high, digits) =>
      `${number(value, digits)} [${number(low, digits)}${signs.between}${number(high, digits)}]`,
    metres: (value) => `${number(value, value < 10 ? 1 : 0)}${SPACE}m`,
    seconds: (value) => `${number(value, value < 10 ? 1 : 0)}${SPACE}s`,
  };
}
