import assert from "node:assert/strict";
import test from "node:test";
import {
  beginStroke,
  canRedo,
  canUndo,
  clear,
  curvesOf,
  deserialize,
  drawStroke,
  emptyDrawing,
  extendStroke,
  isBlank,
  isSameSheet,
  middle,
  redo,
  serialize,
  strokesOf,
  thickness,
  undo,
} from "../../../../static/js/shared/drawing/strokes.js";

const PEN = { width: 0.02 };
const ERASER = { width: 0.07, isEraser: true };
const stroke = (drawing = emptyDrawing(), pen = PEN) =>
  beginStroke(drawing, { x: 0.1, y: 0.1 }, pen);

function recorder() {
  const calls = [];
  const note =
    (name) =>
    (...values) =>
      calls.push([name, ...values]);
  const names = ["beginPath", "moveTo", "quadraticCurveTo", "stroke"];
  return { calls, ...Object.fromEntries(names.map((name) => [name, note(name)])) };
}

test("a drawing begins blank and can be undone to blank", () => {
  assert.ok(isBlank(emptyDrawing()));
  assert.ok(!isBlank(stroke()));
  assert.ok(isBlank(undo(stroke())));
  assert.ok(!canUndo(undo(emptyDrawing())));
});

test("what was undone is redone, until something new is drawn", () => {
  const two = stroke(stroke());
  assert.deepEqual(redo(undo(two)), two);
  assert.ok(canRedo(undo(two)));
  assert.ok(!canRedo(stroke(undo(two))));
  assert.equal(redo(two).done, 2);
});

test("a cleared sheet comes back by undo", () => {
  const cleared = clear(stroke(stroke()));
  assert.ok(isBlank(cleared));
  assert.equal(strokesOf(undo(cleared)).length, 2);
  assert.equal(strokesOf(stroke(cleared)).length, 1);
});

test("a blank sheet is not cleared again", () => {
  const cleared = clear(stroke());
  assert.equal(clear(cleared), cleared);
  assert.equal(clear(emptyDrawing()).done, 0);
});

test("a sheet that was only erased is blank", () => {
  assert.ok(isBlank(stroke(emptyDrawing(), ERASER)));
});

test("a stroke grows by points that are apart", () => {
  const longer = extendStroke(stroke(), { x: 0.2, y: 0.1 });
  assert.equal(longer.marks[0].points.length, 2);
  assert.equal(extendStroke(longer, { x: 0.2, y: 0.1 }), longer);
});

test("an earlier drawing is left as it was", () => {
  const drawing = stroke();
  extendStroke(drawing, { x: 0.9, y: 0.9 });
  assert.equal(drawing.marks[0].points.length, 1);
});

test("an undone and redone sheet is the same, another stroke makes another", () => {
  const drawing = stroke(stroke());
  assert.ok(isSameSheet(drawing, redo(undo(drawing))));
  assert.ok(!isSameSheet(drawing, undo(drawing)));
  assert.ok(!isSameSheet(drawing, stroke(undo(drawing))));
});

test("a drawing is packed and unpacked with all that can be redone", () => {
  const drawing = undo(clear(extendStroke(stroke(), { x: 0.5, y: 0.25, force: 0.75 })));
  assert.deepEqual(
    deserialize(serialize(drawing)),
    JSON.parse(JSON.stringify(drawing)),
  );
});

test("what is no drawing unpacks to a blank sheet", () => {
  const broken = [
    "",
    "{",
    "null",
    "[]",
    '{"marks":[{}],"done":1}',
    '{"marks":[],"done":4}',
    '{"marks":[{"width":1,"points":[{"x":1}]}],"done":1}',
  ];
  broken.forEach((text) => {
    assert.deepEqual(deserialize(text), emptyDrawing());
  });
});

test("a dot is drawn too", () => {
  const context = recorder();
  drawStroke(context, stroke().marks[0], 100);
  const [[, left], [, ...curve]] = context.calls.slice(1, 3);
  // Without length there would be no ink.
  assert.ok(left < 10 && curve[2] > 10 && curve[2] - left < 1);
  assert.equal(context.lineWidth, 2);
});

test("a stroke ends where the pen was lifted", () => {
  const context = recorder();
  drawStroke(context, extendStroke(stroke(), { x: 0.5, y: 0.4 }).marks[0], 100);
  assert.deepEqual(context.calls.at(-2).slice(-2), [50, 40]);
});

test("an eraser takes away what lies under it", () => {
  const context = recorder();
  drawStroke(context, stroke(emptyDrawing(), ERASER).marks[0], 100);
  assert.equal(context.globalCompositeOperation, "destination-out");
});

test("force makes a stroke thicker, and none leaves the pen's width", () => {
  assert.equal(thickness(undefined), 1);
  assert.equal(thickness(0.5), 1);
  assert.ok(thickness(0.9) > 1.4 && thickness(0.1) < 0.6);
});

test("force is steadied from point to point", () => {
  const pressed = beginStroke(emptyDrawing(), { x: 0, y: 0, force: 0.2 }, PEN);
  const { points } = extendStroke(pressed, { x: 0.1, y: 0, force: 0.8 }).marks[0];
  assert.equal(points[1].force, 0.5);
});

test("each curve goes on where the one before it ended", () => {
  const curves = curvesOf([0, 1, 2, 3].map((x) => ({ x, y: x * x })));
  assert.equal(curves.length, 3);
  curves.slice(1).forEach(({ from }, i) => {
    assert.deepEqual(from, curves[i].to);
  });
});

test("the middle lies between", () => {
  assert.deepEqual(middle({ x: 0, y: 0 }, { x: 1, y: 2 }), { x: 0.5, y: 1 });
});
