import assert from "node:assert/strict";
import test from "node:test";
import {
  actionOf,
  actionOfSwipe,
  actionOfTap,
  indexAfterChange,
  indexesNear,
  mergeIds,
  step,
  visibleRange,
} from "../../../static/js/slideshow/slide-navigation.js";

test("keys become actions, others none", () => {
  assert.equal(actionOf("ArrowRight"), "next");
  assert.equal(actionOf(" "), "play");
  assert.equal(actionOf("?"), "help");
  assert.equal(actionOf("x"), "");
});

test("letters can be turned off, the other keys not", () => {
  assert.equal(actionOf("f", false), "");
  assert.equal(actionOf("?", false), "");
  assert.equal(actionOf("End", false), "last");
});

test("steps go round at both ends", () => {
  assert.equal(step(2, "next", 3), 0);
  assert.equal(step(0, "previous", 3), 2);
  assert.equal(step(1, "first", 3), 0);
  assert.equal(step(1, "last", 3), 2);
});

test("near is the slide itself, then its neighbors, each once", () => {
  assert.deepEqual(indexesNear(0, 9), [0, 1, 8]);
  assert.deepEqual(indexesNear(0, 2), [0, 1]);
  assert.deepEqual(indexesNear(0, 1), [0]);
});

test("a swipe is clearly sideways", () => {
  assert.equal(actionOfSwipe(-80, 10), "next");
  assert.equal(actionOfSwipe(80, 10), "previous");
  assert.equal(actionOfSwipe(-80, 90), "");
  assert.equal(actionOfSwipe(-20, 0), "");
});

test("a tap at an edge turns, one in the middle does not", () => {
  assert.equal(actionOfTap(0.1), "previous");
  assert.equal(actionOfTap(0.9), "next");
  assert.equal(actionOfTap(0.3), "");
  assert.equal(actionOfTap(0.7), "");
});

test("a strip of thousands has in the page what can be seen", () => {
  assert.deepEqual(visibleRange(0, 400, 50, 2000, 2), [0, 10]);
  assert.deepEqual(visibleRange(1000, 400, 50, 2000, 2), [18, 30]);
  assert.deepEqual(visibleRange(99_600, 400, 50, 2000, 2), [1990, 2000]);
  assert.deepEqual(visibleRange(0, 400, 50, 3), [0, 3]);
});

test("new names come before the known ones, and deleted ones go", () => {
  assert.deepEqual(mergeIds(["c", "b", "a"], ["e", "d", "c"], false), [
    "e",
    "d",
    "c",
    "b",
    "a",
  ]);
  assert.deepEqual(mergeIds(["c", "b", "a"], ["b"], false), ["b", "a"]);
  assert.deepEqual(mergeIds(["c", "b", "a"], ["d", "a"], false), ["d", "a"]);
});

test("names with a gap before the known ones are not enough", () => {
  assert.equal(mergeIds(["b", "a"], ["d"], false), null);
});

test("a whole list stands for itself, even an empty one", () => {
  assert.deepEqual(mergeIds(["b", "a"], ["d"], true), ["d"]);
  assert.deepEqual(mergeIds(["b", "a"], [], true), []);
});

test("the place stays with its picture while others come and go", () => {
  assert.equal(indexAfterChange(["d", "c", "b", "a"], ["c", "b", "a"], 1), 2);
  assert.equal(indexAfterChange(["c", "a"], ["c", "b", "a"], 1), 1);
  assert.equal(indexAfterChange(["c", "b"], ["c", "b", "a"], 2), 1);
  assert.equal(indexAfterChange(["a"], [], 0), 0);
  assert.equal(indexAfterChange([], ["a"], 0), 0);
});
