import assert from "node:assert/strict";
import test from "node:test";
import { SlideWindow } from "../../../static/js/slideshow/slide-window.js";

const WHOLE = {
  ids: ["c", "b", "a"],
  before: 0,
  after: 0,
  newest: null,
  newer: null,
  older: null,
  oldest: null,
  limit: 10_000,
};
const PART = {
  ...WHOLE,
  before: 1200,
  after: 5,
  newest: "z",
  newer: "d",
  older: "A",
  oldest: "Z",
};

test("a whole gallery has nothing beyond it", () => {
  const whole = new SlideWindow(WHOLE);
  assert.ok(whole.isWhole && whole.followsNewest);
  for (const action of ["next", "previous", "first", "last"]) {
    assert.equal(whole.idBeyond(2, action), "");
    assert.equal(whole.idBeyond(0, action), "");
  }
});

test("at the ends of a part, the neighbors follow", () => {
  const part = new SlideWindow(PART);
  assert.equal(part.idBeyond(2, "next"), "A");
  assert.equal(part.idBeyond(1, "next"), "");
  assert.equal(part.idBeyond(0, "previous"), "d");
  assert.equal(part.idBeyond(1, "first"), "z");
  assert.equal(part.idBeyond(1, "last"), "Z");
  assert.ok(!part.isWhole && !part.followsNewest);
});

test("the last photo of all is followed by the first", () => {
  const end = new SlideWindow({ ...PART, after: 0, older: null, oldest: null });
  assert.equal(end.idBeyond(2, "next"), "z");
  assert.equal(end.idBeyond(2, "last"), "");
  const start = new SlideWindow({ ...PART, before: 0, newer: null, newest: null });
  assert.equal(start.idBeyond(0, "previous"), "Z");
  assert.ok(start.followsNewest);
});

test("places count what lies before, up to a limit", () => {
  const part = new SlideWindow(PART);
  assert.equal(part.placeOf(2), "1,203");
  assert.equal(part.count, "1,208");
  const many = new SlideWindow({ ...PART, after: 10_001 });
  assert.equal(many.placeOf(2), "1,203");
  assert.equal(many.count, "10,000+");
  assert.equal(new SlideWindow({ ...PART, before: 10_001 }).placeOf(0), "10,000+");
});

test("a list without the last photo is all there is", () => {
  const start = new SlideWindow({ ...PART, before: 0, newer: null, newest: null });
  start.endWith(["d", "c", "b", "a"]);
  assert.equal(start.idBeyond(2, "next"), "A");
  start.endWith(["e"]);
  start.ids = ["e"];
  assert.ok(start.isWhole);
  assert.equal(start.count, "1");
});
