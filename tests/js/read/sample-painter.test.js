import assert from "node:assert/strict";
import test from "node:test";
import { layOutDigits } from "../../../static/js/read/sample-painter.js";

const PLACE = { left: 10, top: 20, size: 100 };

test("every digit can be layOutDigits", () => {
  layOutDigits("0123456789", PLACE).forEach(({ path }) => {
    assert.match(path, /^M\d/);
  });
});

test("digits stand side by side, about on one line", () => {
  const strokes = layOutDigits("2047", PLACE);
  strokes.slice(1).forEach(({ left, top }, i) => {
    assert.ok(left - strokes[i].left > 70);
    assert.ok(Math.abs(top - PLACE.top) < 10);
  });
});
