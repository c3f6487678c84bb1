/**
 * Texts about a reading.
 *
 * Those that Django's templates show too come from `gallery/texts/readings.py`.
 */
import { catalog, fill, formatPercent, gettext, oneLine } from "./texts.js";

/** @import { Metadata, Photo, Reading } from "./api.js" */

/** @typedef {[title: string, advice: string]} VerdictText */

/**
 * @typedef {object} ReadingTexts
 * @property {[minProbability: number, text: string][]} levels from the highest down
 * @property {Record<string, VerdictText>} verdicts
 * @property {Record<string, string>} statuses
 * @property {Record<string, string>} removal
 * @property {[parts: string[], text: string][]} facts parts of tag names, and what they tell
 * @property {string} place text for a location
 * @property {string[]} displayTags tags that tell only how to display the picture
 * @property {Record<string, string>} refusals by error code
 */

/** @returns {ReadingTexts} */
export function readingTexts() {
  if (!catalog.readings) throw new TypeError("The texts of this page are not loaded");
  return catalog.readings;
}

/** @param {string} verdict */
export function verdictText(verdict) {
  return readingTexts().verdicts[verdict];
}

/**
 * Return the verdict on a photo, or that a person corrected it.
 *
 * @param {Photo} photo
 */
export function statusOf({ correction, reading }) {
  return correction === null ? reading.verdict : "corrected";
}

/** @param {string} status */
export function statusText(status) {
  return readingTexts().statuses[status];
}

/** @param {number} probability 0-1 */
export function confidenceText(probability) {
  const { levels } = readingTexts();
  return (levels.find(([min]) => probability >= min) ?? levels[levels.length - 1])[1];
}

/** @param {Reading} reading */
export function confidenceLine({ confidence }) {
  return `${confidenceText(confidence)}: ${formatPercent(confidence)}`;
}

/**
 * Return what was removed from a photo: a sentence, and a list of facts after it.
 *
 * @param {Metadata} metadata
 * @returns {{ text: string, facts: string[] }}
 */
export function removalOf({ removed, location }) {
  const { displayTags, facts, place, removal } = readingTexts();
  if (!removed.length) return { text: removal.clean, facts: [] };
  if (removed.every((tag) => displayTags.includes(tag))) {
    return { text: removal.display, facts: [] };
  }
  const labels = facts
    .filter(([parts]) =>
      parts.some((part) => removed.some((tag) => tag.includes(part))),
    )
    .map(([, text]) => text);
  if (location) labels.unshift(place);
  return { text: labels.length ? removal.facts : removal.technical, facts: labels };
}

/**
 * Return a reading as a screen reader should speak it, digit by digit.
 *
 * @param {Reading} reading
 */
export function spokenReading({ confidence, text, verdict }) {
  const [title, advice] = verdictText(verdict);
  if (verdict === "nothing") return `${title}. ${advice}`;
  const sentence = fill(gettext("Read {text}. {level}, {percent}."), {
    text: text.split("").join(" "),
    level: confidenceText(confidence),
    percent: formatPercent(confidence),
  });
  return verdict === "unsure" ? `${sentence} ${advice}` : sentence;
}

/**
 * Return a reading and its confidence in one line.
 *
 * @param {Reading} reading
 */
export function shortReading({ confidence, text, verdict }) {
  if (verdict === "nothing") return verdictText("nothing")[0];
  return `${oneLine(text)}\u2002${formatPercent(confidence)}`;
}
