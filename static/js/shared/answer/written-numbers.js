/**
 * Numbers as they are written: how they are laid out, and as text; no DOM.
 *
 * Templates lay them out in the same way, see `gallery/texts/numbers.py`.
 */

import { oneLine } from "../texts.js";

/** @import { Photo, WrittenNumber } from "../api.js" */

/**
 * One character of a number.
 *
 * @typedef {object} Part
 * @property {string} text
 * @property {number} index of the digit in the reading; -1 for a sign
 */

/** @typedef {"none" | "digit" | "row" | "rows" | "list" | "table"} Layout */

// What fits into the place that is kept for an answer.
const ROW_CHARACTERS = 6;
const ROWS_CHARACTERS = 12;
const MAX_ROWS = 2;
// Spreadsheets run cells with these first characters as formulas; a number is none.
const FORMULA = /^[=+\-@\t\r](?!\d+([.,]\d+)?$)/;

/**
 * Return the digits and signs of a number.
 *
 * @param {WrittenNumber} number
 * @returns {Part[]}
 */
export function partsOf({ text, digits }) {
  const indices = digits.values();
  return [...text].map((character) => {
    const isDigit = /\d/.test(character);
    return { text: character, index: isDigit ? (indices.next().value ?? -1) : -1 };
  });
}

/**
 * @param {WrittenNumber[]} numbers
 * @returns {WrittenNumber[][]}
 */
export function linesOf(numbers) {
  /** @type {Map<number, WrittenNumber[]>} */
  const lines = new Map();
  for (const number of numbers) {
    lines.set(number.line, [...(lines.get(number.line) ?? []), number]);
  }
  return [...lines.values()];
}

/**
 * Return the cells of a grid, row by row; an empty cell has no numbers.
 *
 * @param {WrittenNumber[]} numbers
 * @returns {WrittenNumber[][][]}
 */
export function rowsOf(numbers) {
  const height = 1 + Math.max(...numbers.map(({ row }) => row ?? 0));
  const width = 1 + Math.max(...numbers.map(({ column }) => column ?? 0));
  /** @type {WrittenNumber[][][]} */
  const rows = Array.from({ length: height }, () =>
    Array.from({ length: width }, () => []),
  );
  for (const number of numbers) rows[number.row ?? 0][number.column ?? 0].push(number);
  return rows;
}

/**
 * Return how to lay numbers out: in one or two rows of large digits, where they fit.
 *
 * @param {WrittenNumber[]} numbers
 * @returns {Layout}
 */
export function layoutOf(numbers) {
  if (!numbers.length) return "none";
  if (numbers.every(({ row }) => row !== null)) return "table";
  const lines = linesOf(numbers);
  const { length } = toOneLine(numbers);
  if (length === 1) return "digit";
  if (lines.length === 1 && length <= ROW_CHARACTERS) return "row";
  const rows = lines.reduce((sum, line) => sum + countRows(line), 0);
  return rows <= MAX_ROWS ? "rows" : "list";
}

/**
 * Return how many rows a line takes; a number is broken only where it is longer than one.
 *
 * @param {WrittenNumber[]} line
 */
function countRows(line) {
  let [rows, used] = [1, 0];
  for (const { text } of line) {
    const isFirst = used === 0;
    const end = isFirst ? text.length : used + 1 + text.length;
    if (end > ROWS_CHARACTERS) {
      rows += Math.ceil(text.length / ROWS_CHARACTERS) - (isFirst ? 1 : 0);
      used = text.length % ROWS_CHARACTERS || ROWS_CHARACTERS;
    } else used = end;
  }
  return rows;
}

/**
 * Return numbers as they are shown: lines, or rows with tabs between their cells.
 *
 * @param {WrittenNumber[]} numbers
 */
export function toText(numbers) {
  if (layoutOf(numbers) !== "table") return linesOf(numbers).map(toOneLine).join("\n");
  return rowsOf(numbers)
    .map((row) => row.map(toOneLine).join("\t"))
    .join("\n");
}

/**
 * Return numbers as one line of text.
 *
 * @param {WrittenNumber[]} numbers
 */
export function toOneLine(numbers) {
  return numbers.map(({ text }) => text).join(" ");
}

/**
 * Return on one line what a picture shows: as corrected, or as read, with signs.
 *
 * @param {Photo} photo
 */
export function writtenOn({ correction, reading }) {
  return correction === null ? toOneLine(reading.numbers) : oneLine(correction);
}

/**
 * Return a grid, or the numbers of each line, as CSV that no spreadsheet runs.
 *
 * @param {WrittenNumber[]} numbers
 */
export function toCsv(numbers) {
  const rows =
    layoutOf(numbers) === "table"
      ? rowsOf(numbers).map((row) => row.map(toOneLine))
      : linesOf(numbers).map((line) => line.map(({ text }) => text));
  return rows.map((row) => `${row.map(toCell).join(",")}\r\n`).join("");
}

/** @param {string} text */
function toCell(text) {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
