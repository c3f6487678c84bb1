import assert from "node:assert/strict";
import test from "node:test";
import { actionOf, indexOf, step, swipeOf } from "./slides.js";

test("keys become actions, others none", () => {
  assert.equal(actionOf("ArrowRight"), "next");
  assert.equal(actionOf(" "), "play");
  assert.equal(actionOf("x"), "");
});

test("steps go round at both ends", () => {
  assert.equal(step(2, "next", 3), 0);
  assert.equal(step(0, "previous", 3), 2);
  assert.equal(step(1, "first", 3), 0);
  assert.equal(step(1, "last", 3), 2);
});

test("the address names a slide, an unknown one the first", () => {
  assert.equal(indexOf("#b", ["a", "b"]), 1);
  assert.equal(indexOf("#z", ["a", "b"]), 0);
  assert.equal(indexOf("", ["a", "b"]), 0);
});

test("a swipe is clearly sideways", () => {
  assert.equal(swipeOf(-80, 10), "next");
  assert.equal(swipeOf(80, 10), "previous");
  assert.equal(swipeOf(-80, 90), "");
  assert.equal(swipeOf(-20, 0), "");
});
