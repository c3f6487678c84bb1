/** The texts of the page's language; numbers are written as that language does. */

/**
 * What the script of `script-texts` defines before the modules run: Django's catalog, and
 * the texts that templates show too.
 *
 * @typedef {object} Catalog
 * @property {(text: string) => string} gettext
 * @property {(one: string, many: string, count: number) => string} ngettext
 * @property {import("./reading-texts.js").ReadingTexts} readings
 */

const NARROW_SPACE = "\u202f";

/** @type {Partial<Catalog>} */
export const catalog = /** @type {any} */ (globalThis).django ?? {};

/**
 * Return the translation of a text.
 *
 * @param {string} text
 */
export function gettext(text) {
  return catalog.gettext?.(text) ?? text;
}

/**
 * Return the translation that fits a count.
 *
 * @param {string} one
 * @param {string} many
 * @param {number} count
 */
export function ngettext(one, many, count) {
  return catalog.ngettext?.(one, many, count) ?? (count === 1 ? one : many);
}

export function pageLanguage() {
  return globalThis.document?.documentElement.lang ?? "en";
}

/**
 * Replace each `{name}` of a text by its value.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (placeholder, name) => {
    const value = values[name] ?? placeholder;
    return typeof value === "number" ? formatNumber(value) : value;
  });
}

/**
 * @param {number} number
 * @param {string} [language]
 * @param {number} [places] that are always written
 */
export function formatNumber(number, language = pageLanguage(), places = 0) {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: places,
    maximumFractionDigits: Math.max(places, 1),
  }).format(number);
}

/**
 * Return a probability in percent, rounded down so that none is written as 100 %.
 *
 * @param {number} probability 0-1
 * @param {string} [language]
 */
export function formatPercent(probability, language = pageLanguage()) {
  if (probability < 0.01) return `< 1${NARROW_SPACE}%`;
  if (probability < 0.99)
    return `${Math.floor(probability * 100 + 1e-9)}${NARROW_SPACE}%`;
  const tenths = Math.min(Math.floor(probability * 1000 + 1e-9) / 10, 99.9);
  return `${formatNumber(tenths, language, 1)}${NARROW_SPACE}%`;
}

/**
 * Return milliseconds below a second, else seconds with one place.
 *
 * @param {number} milliseconds
 * @param {string} [language]
 */
export function formatDuration(milliseconds, language = pageLanguage()) {
  const isShort = milliseconds < 1000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: isShort ? "millisecond" : "second",
    maximumFractionDigits: isShort ? 0 : 1,
  }).format(isShort ? milliseconds : milliseconds / 1000);
}

/**
 * Return items as one list without a conjunction.
 *
 * @param {string[]} items
 * @param {string} [language]
 */
export function formatList(items, language = pageLanguage()) {
  return new Intl.ListFormat(language, { type: "unit", style: "short" }).format(items);
}

/**
 * Return lines as one line, a space between them.
 *
 * @param {string} text
 */
export function oneLine(text) {
  return text.split("\n").join(" ");
}
