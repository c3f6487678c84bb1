import assert from "node:assert/strict";
import test from "node:test";
import {
  isMove,
  neighborOf,
  rangeOf,
} from "../../../static/js/gallery/grid-navigation.js";

test("arrows move over a grid and stop at its edges", () => {
  assert.equal(neighborOf("ArrowRight", 0, 3, 7), 1);
  assert.equal(neighborOf("ArrowLeft", 0, 3, 7), 0);
  assert.equal(neighborOf("ArrowDown", 1, 3, 7), 4);
  assert.equal(neighborOf("ArrowDown", 4, 3, 7), 4);
  assert.equal(neighborOf("ArrowUp", 4, 3, 7), 1);
  assert.equal(neighborOf("End", 0, 3, 7), 6);
  assert.equal(neighborOf("Home", 5, 3, 7), 0);
});

test("other keys do not move", () => {
  assert.ok(isMove("Home"));
  assert.ok(!isMove("Enter"));
});

test("a range goes both ways and ends with what is there", () => {
  const names = ["a", "b", "c", "d"];
  assert.deepEqual(rangeOf(names, "b", "d"), ["b", "c", "d"]);
  assert.deepEqual(rangeOf(names, "d", "c"), ["c", "d"]);
  assert.deepEqual(rangeOf(names, "gone", "c"), ["c"]);
});
