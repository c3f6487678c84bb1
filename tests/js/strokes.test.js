import assert from "node:assert/strict";
import test from "node:test";
import { begin, emptyDrawing, extend, isEmpty, middle, trace, undo } from "./strokes.js";

const stroke = () => begin(emptyDrawing(), { x: 0.1, y: 0.1 }, 0.02);

function recorder() {
  const calls = [];
  const note = (name) => (...values) => calls.push([name, ...values]);
  const names = ["beginPath", "moveTo", "lineTo", "quadraticCurveTo", "stroke"];
  return { calls, ...Object.fromEntries(names.map((name) => [name, note(name)])) };
}

test("a drawing begins empty and can be undone to empty", () => {
  assert.ok(isEmpty(emptyDrawing()));
  assert.ok(!isEmpty(stroke()));
  assert.ok(isEmpty(undo(stroke())));
  assert.ok(isEmpty(undo(emptyDrawing())));
});

test("a stroke grows by points that are apart", () => {
  const longer = extend(stroke(), { x: 0.2, y: 0.1 });
  assert.equal(longer.strokes[0].points.length, 2);
  assert.equal(extend(longer, { x: 0.2, y: 0.1 }), longer);
});

test("an earlier drawing is left as it was", () => {
  const drawing = stroke();
  extend(drawing, { x: 0.9, y: 0.9 });
  assert.equal(drawing.strokes[0].points.length, 1);
});

test("a dot is drawn too", () => {
  const context = recorder();
  trace(context, stroke().strokes[0], 100);
  assert.deepEqual(context.calls[2], ["lineTo", 10, 10]);
  assert.equal(context.lineWidth, 2);
});

test("a stroke ends where the pen was lifted", () => {
  const context = recorder();
  trace(context, extend(stroke(), { x: 0.5, y: 0.4 }).strokes[0], 100);
  assert.deepEqual(context.calls.at(-2).slice(-2), [50, 40]);
});

test("the middle lies between", () => {
  assert.deepEqual(middle({ x: 0, y: 0 }, { x: 1, y: 2 }), { x: 0.5, y: 1 });
});
