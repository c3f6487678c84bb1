import assert from "node:assert/strict";
import test from "node:test";
import { values } from "../../support/catalog.js";

const { layoutOf, partsOf, toCsv, toOneLine, toText } = await import(
  "../../../../static/js/shared/answer/written-numbers.js"
);

const line = (...texts) =>
  texts.map((text) => ({ text, digits: [], line: 0, row: null, column: null }));
const cell = (text, row, column) => ({ text, digits: [], line: row, row, column });

test("numbers are laid out as templates do it", () => {
  for (const [numbers, layout, text] of values.pages) {
    assert.equal(layoutOf(numbers), layout);
    assert.equal(toText(numbers), text);
  }
});

test("the digits of a number are known, and its signs have none", () => {
  const parts = partsOf({ text: "-3.5", digits: [8, 9] });
  assert.deepEqual(
    parts.map(({ text, index }) => [text, index]),
    [
      ["-", -1],
      ["3", 8],
      [".", -1],
      ["5", 9],
    ],
  );
});

test("a grid is CSV with empty cells, and lines are rows", () => {
  const grid = [cell("5", 0, 0), cell("3", 0, 2), cell("17", 1, 1)];
  assert.equal(toCsv(grid), "5,,3\r\n,17,\r\n");
  const lines = [...line("10/24", "9"), { ...line("8")[0], line: 1 }];
  assert.equal(toCsv(lines), "10/24,9\r\n8\r\n");
});

test("a comma within a number is quoted", () => {
  assert.equal(toCsv(line("1,250", "8")), '"1,250",8\r\n');
});

test("no spreadsheet runs a cell as a formula, and a signed number stays one", () => {
  assert.equal(toCsv(line("-1+2", "+1/2")), "'-1+2,'+1/2\r\n");
  assert.equal(toCsv(line("-17", "+3.5")), "-17,+3.5\r\n");
});

test("numbers in one line have a space between them", () => {
  assert.equal(toOneLine(line("47", "-3")), "47 -3");
});
