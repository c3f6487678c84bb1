import assert from "node:assert/strict";
import test from "node:test";
import { written } from "../../../static/js/read/sample-painter.js";

const PLACE = { left: 10, top: 20, size: 100 };

test("every digit can be written", () => {
  written("0123456789", PLACE).forEach(({ path }) => assert.match(path, /^M\d/));
});

test("digits stand side by side, about on one line", () => {
  const strokes = written("2047", PLACE);
  strokes.slice(1).forEach(({ left, top }, i) => {
    assert.ok(left - strokes[i].left > 70);
    assert.ok(Math.abs(top - PLACE.top) < 10);
  });
});
