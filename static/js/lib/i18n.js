/** Translation, from the catalogue that /jsi18n/ loads before the modules; without one (tests) the English text stays. */

export function gettext(text) {
  return globalThis.gettext ? globalThis.gettext(text) : text;
}

export function ngettext(one, many, count) {
  if (globalThis.ngettext) return globalThis.ngettext(one, many, count);
  return count === 1 ? one : many;
}

/** Of a text that came in every language the reader's own, else English; nothing for none. */
export function inMine(said, language = globalThis.document?.documentElement.lang) {
  return said?.[language] ?? said?.en ?? "";
}

/** Fills `%(name)s` in a translated sentence. */
export function interpolate(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
}
