/**
 * Texts about a reading.
 *
 * Those that Django's templates show too come from `gallery/texts/readings.py`.
 */
import { toOneLine } from "./answer/written-numbers.js";
import { catalog, fill, formatPercent, gettext, ngettext } from "./texts.js";

/** @import { Digit, Metadata, Photo, Reading } from "./api.js" */

/** @typedef {[title: string, advice: string]} VerdictText */

/**
 * @typedef {object} ReadingTexts
 * @property {[minProbability: number, text: string][]} levels from the highest down
 * @property {Record<string, VerdictText>} verdicts
 * @property {string} doubt advice where digits are marked as doubtful
 * @property {string} frame which of several frames of a file was read
 * @property {Record<string, string>} statuses
 * @property {Record<string, string>} removal
 * @property {[parts: string[], text: string][]} facts parts of tag names, and what they tell
 * @property {string} place text for a location
 * @property {string[]} displayTags tags that tell only how to display the picture
 * @property {Record<string, string>} refusals by error code
 */

// More are too many to listen to.
const MAX_SPOKEN_NUMBERS = 8;

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

/**
 * Return whether a digit is less than very likely right, so that it is marked.
 *
 * @param {Digit} digit
 */
export function isDoubtful({ confidence }) {
  const [, [minProbability]] = readingTexts().levels;
  return confidence < minProbability;
}

/**
 * Return what the visitor may do about a reading, and which frame was read.
 *
 * @param {Reading} reading
 */
export function adviceOn(reading) {
  return joinSentences(adviceOnVerdict(reading), frameText(reading));
}

/**
 * Return which of several pages or frames of a file was read.
 *
 * @param {Reading} reading
 */
function frameText({ photo }) {
  const { frames = 1, frame = 0 } = photo ?? {};
  if (frames <= 1) return "";
  return fill(readingTexts().frame, { count: frames, number: frame + 1 });
}

/** @param {string[]} sentences those that are empty are left out */
function joinSentences(...sentences) {
  return sentences.filter(Boolean).join(" ");
}

/**
 * Return what the visitor may do about a reading; one sure digit needs nothing.
 *
 * @param {Reading} reading
 */
function adviceOnVerdict({ digits, verdict }) {
  if (digits.length === 1 && verdict === "read") return "";
  const hasMarks = digits.length > 1 && digits.some(isDoubtful);
  return hasMarks ? readingTexts().doubt : verdictText(verdict)[1];
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
  if (!location && removed.every((tag) => displayTags.includes(tag))) {
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
 * Return a reading as a screen reader should speak it: its numbers digit by digit, or how
 * many there are.
 *
 * @param {Reading} reading
 */
export function spokenReading(reading) {
  return joinSentences(spokenVerdict(reading), frameText(reading));
}

/** @param {Reading} reading */
function spokenVerdict(reading) {
  const { confidence, numbers, verdict } = reading;
  const [title, advice] = verdictText(verdict);
  if (verdict === "nothing") return `${title}. ${advice}`;
  const spelled = numbers.map(({ text }) => text.split("").join(" ")).join(", ");
  const count = numbers.length;
  const counted = ngettext("{count} number", "{count} numbers", count);
  const sentence = fill(gettext("Read {text}. {level}, {percent}."), {
    text: count > MAX_SPOKEN_NUMBERS ? fill(counted, { count }) : spelled,
    level: confidenceText(confidence),
    percent: formatPercent(confidence),
  });
  return verdict === "unsure" ? `${sentence} ${adviceOnVerdict(reading)}` : sentence;
}

/**
 * Return a reading and its confidence in one line.
 *
 * @param {Reading} reading
 */
export function shortReading({ confidence, numbers, verdict }) {
  if (verdict === "nothing") return verdictText("nothing")[0];
  return `${toOneLine(numbers)}\u2002${formatPercent(confidence)}`;
}
