import assert from "node:assert/strict";
import test from "node:test";
import {
  cropSize,
  isWhole,
  movedFrame,
  rotatedFrame,
  rotatedSize,
  WHOLE,
} from "../../../../static/js/shared/crop/crop-frame.js";

const frame = { left: 0.1, top: 0.2, width: 0.3, height: 0.4 };

function close(actual, expected) {
  Object.entries(expected).forEach(([key, value]) => {
    assert.ok(Math.abs(actual[key] - value) < 1e-9, `${key}: ${actual[key]}`);
  });
}

test("a quarter turn swaps the sides, a small one widens both", () => {
  close(rotatedSize(400, 300, 90), { width: 300, height: 400 });
  close(rotatedSize(400, 300, -180), { width: 400, height: 300 });
  assert.ok(rotatedSize(400, 300, 10).width > 400);
});

test("a quarter turn takes the frame along", () => {
  close(rotatedFrame(frame, true), { left: 0.4, top: 0.1, width: 0.4, height: 0.3 });
  close(rotatedFrame(rotatedFrame(frame, true), false), frame);
  const four = [1, 2, 3, 4].reduce((turned) => rotatedFrame(turned, true), frame);
  close(four, frame);
});

test("a corner moves its two sides and leaves the others", () => {
  close(movedFrame(frame, "nw", 0.1, -0.1), {
    left: 0.2,
    top: 0.1,
    width: 0.2,
    height: 0.5,
  });
  close(movedFrame(frame, "se", 0.1, 0.1), {
    left: 0.1,
    top: 0.2,
    width: 0.4,
    height: 0.5,
  });
});

test("no corner leaves the picture or passes the one opposite", () => {
  close(movedFrame(frame, "nw", -1, -1), { left: 0, top: 0, width: 0.4, height: 0.6 });
  const narrow = movedFrame(frame, "se", -1, -1);
  assert.ok(narrow.width > 0 && narrow.height > 0);
});

test("a frame moved against the edge keeps its size", () => {
  close(movedFrame(frame, "move", 1, -1), {
    left: 0.7,
    top: 0,
    width: 0.3,
    height: 0.4,
  });
});

test("a crop has the pixels that are there, and no more than asked", () => {
  assert.deepEqual(
    cropSize({ width: 1000, height: 500 }, { ...WHOLE, width: 0.5 }, 2048),
    { scale: 1, width: 500, height: 500 },
  );
  assert.equal(cropSize({ width: 8000, height: 4000 }, WHOLE, 2000).height, 1000);
});

test("a whole frame is known", () => {
  assert.ok(isWhole(WHOLE));
  assert.ok(!isWhole(frame));
});
