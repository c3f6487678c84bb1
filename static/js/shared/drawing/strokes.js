/**
 * A drawing as a list of marks, in units of the sheet's width; no DOM.
 *
 * A mark is a stroke of the pen or the eraser, or the clearing of the sheet.
 */

/** @typedef {{ x: number, y: number, force?: number }} Point */

/**
 * @typedef {object} Stroke
 * @property {number} width
 * @property {boolean} [isEraser]
 * @property {Point[]} points
 * @property {false} [isClear]
 */

/** @typedef {Stroke | { isClear: true }} Mark */

/**
 * @typedef {object} Drawing
 * @property {Mark[]} marks
 * @property {number} done how many marks are visible; those after them can be redone
 */

/** @typedef {{ from: Point, over: Point, to: Point }} Curve */

const DECIMALS = 1e5;
const FORCE_SMOOTHING = 0.5;
// Nearer points would only cost time.
const MIN_DISTANCE = 0.001;

/** @returns {Drawing} */
export function emptyDrawing() {
  return { marks: [], done: 0 };
}

/**
 * @param {Drawing} drawing
 * @param {Mark} mark
 * @returns {Drawing}
 */
function addMark({ marks, done }, mark) {
  return { marks: [...marks.slice(0, done), mark], done: done + 1 };
}

/**
 * @param {Drawing} drawing
 * @param {Point} point
 * @param {{ width: number, isEraser?: boolean }} pen
 */
export function beginStroke(drawing, point, { width, isEraser = false }) {
  return addMark(drawing, { width, isEraser, points: [point] });
}

/**
 * Add a point to the last stroke.
 *
 * @param {Drawing} drawing
 * @param {Point} point
 * @returns {Drawing}
 */
export function extendStroke(drawing, point) {
  const stroke = /** @type {Stroke} */ (drawing.marks[drawing.done - 1]);
  const last = stroke.points[stroke.points.length - 1];
  if (Math.hypot(point.x - last.x, point.y - last.y) < MIN_DISTANCE) return drawing;
  const longer = { ...stroke, points: [...stroke.points, smoothForce(point, last)] };
  return { ...drawing, marks: [...drawing.marks.slice(0, -1), longer] };
}

/**
 * The force of a stylus trembles more than the hand does.
 *
 * @param {Point} point
 * @param {Point} last
 */
function smoothForce(point, last) {
  if (!point.force || !last.force) return point;
  return { ...point, force: last.force + (point.force - last.force) * FORCE_SMOOTHING };
}

/** @param {Drawing} drawing */
export function clear(drawing) {
  return isBlank(drawing) ? drawing : addMark(drawing, { isClear: true });
}

/**
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
export function undo({ marks, done }) {
  return { marks, done: Math.max(done - 1, 0) };
}

/**
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
export function redo({ marks, done }) {
  return { marks, done: Math.min(done + 1, marks.length) };
}

/** @param {Drawing} drawing */
export function canUndo({ done }) {
  return done > 0;
}

/** @param {Drawing} drawing */
export function canRedo({ marks, done }) {
  return done < marks.length;
}

/**
 * Return the strokes that are on the sheet, in the order they were made.
 *
 * @param {Drawing} drawing
 * @returns {Stroke[]}
 */
export function strokesOf({ marks, done }) {
  const visible = marks.slice(0, done);
  const start = visible.findLastIndex((mark) => mark.isClear) + 1;
  return /** @type {Stroke[]} */ (visible.slice(start));
}

/** @param {Drawing} drawing */
export function isBlank(drawing) {
  return strokesOf(drawing).every((stroke) => stroke.isEraser);
}

/**
 * Return whether two drawings show the same strokes.
 *
 * @param {Drawing} a
 * @param {Drawing} b
 */
export function isSameSheet(a, b) {
  const [one, other] = [strokesOf(a), strokesOf(b)];
  return one.length === other.length && one.every((stroke, i) => stroke === other[i]);
}

/** @param {Drawing} drawing */
export function serialize(drawing) {
  return JSON.stringify(drawing, (_key, value) =>
    typeof value === "number" ? Math.round(value * DECIMALS) / DECIMALS : value,
  );
}

/**
 * Return a serialized drawing, or an empty one: what a browser has stored may be of another
 * version, or truncated.
 *
 * @param {string} text
 * @returns {Drawing}
 */
export function deserialize(text) {
  try {
    const { marks, done } = JSON.parse(text);
    const isValid = marks.every(isMark) && done >= 0 && done <= marks.length;
    return isValid ? { marks, done } : emptyDrawing();
  } catch {
    return emptyDrawing();
  }
}

/** @param {Mark} mark */
function isMark(mark) {
  if (mark.isClear) return true;
  const { points, width } = mark;
  const areNumbers = points.every(({ x, y }) => Number.isFinite(x + y));
  return width > 0 && points.length > 0 && areNumbers;
}

/**
 * Draw a stroke piece by piece, each as thick as the force at its point.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke} stroke
 * @param {number} scale pixels for each unit
 */
export function drawStroke(context, { width, isEraser, points }, scale) {
  context.globalCompositeOperation = isEraser ? "destination-out" : "source-over";
  for (const { from, over, to } of curvesOf(points)) {
    context.lineWidth = width * scale * thickness(over.force);
    context.beginPath();
    context.moveTo(from.x * scale, from.y * scale);
    context.quadraticCurveTo(
      over.x * scale,
      over.y * scale,
      to.x * scale,
      to.y * scale,
    );
    context.stroke();
  }
}

/**
 * Return the factor for the pen's width: 1 at half the force, which a mouse reports too.
 *
 * @param {number} [force] 0-1
 */
export function thickness(force) {
  return force ? 0.4 + 1.2 * force : 1;
}

/**
 * Return curves through the middles of the points, so that quick strokes stay round.
 *
 * @param {Point[]} points
 * @returns {Curve[]}
 */
export function curvesOf(points) {
  if (points.length === 1) return [dotAt(points[0])];
  return points.slice(1).map((over, i) => ({
    from: i ? middle(points[i], over) : points[0],
    over,
    to: i + 2 < points.length ? middle(over, points[i + 2]) : over,
  }));
}

/**
 * A curve without length would leave no ink.
 *
 * @param {Point} point
 * @returns {Curve}
 */
function dotAt(point) {
  const [left, right] = [-1, 1].map((side) => point.x + (side * MIN_DISTANCE) / 2);
  return { from: { ...point, x: left }, over: point, to: { ...point, x: right } };
}

/**
 * @param {Point} a
 * @param {Point} b
 * @returns {Point}
 */
export function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
