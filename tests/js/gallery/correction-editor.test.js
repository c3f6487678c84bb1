import assert from "node:assert/strict";
import test from "node:test";
import {
  isDigits,
  toCorrection,
} from "../../../static/js/gallery/correction-editor.js";

test("a correction is digits, line by line", () => {
  assert.ok(isDigits(" 12 047"));
  assert.ok(!isDigits("4a"));
  assert.ok(!isDigits("-4"));
  assert.equal(toCorrection(" 12  047 "), "12\n047");
  assert.equal(toCorrection("  "), "");
});
