// A drawing as marks, in units of the sheet's width; nothing here knows the page.
// A mark is a stroke of the pen or the eraser, or the clearing of the sheet. The first
// `done` marks hold; those after them were undone and can be redone.

const DECIMALS = 1e5;
const STEADY = 0.5;

export function emptyDrawing() {
  return { marks: [], done: 0 };
}

function add({ marks, done }, mark) {
  return { marks: [...marks.slice(0, done), mark], done: done + 1 };
}

// A pen is {width, isEraser}; a point is {x, y, force}, without force where none is told.
export function begin(drawing, point, { width, isEraser = false }) {
  return add(drawing, { width, isEraser, points: [point] });
}

// Points nearer than a thousandth of the sheet would only cost time.
export function extend(drawing, point) {
  const stroke = drawing.marks[drawing.done - 1];
  const last = stroke.points[stroke.points.length - 1];
  if (Math.hypot(point.x - last.x, point.y - last.y) < 0.001) return drawing;
  const longer = { ...stroke, points: [...stroke.points, steadied(point, last)] };
  return { ...drawing, marks: [...drawing.marks.slice(0, -1), longer] };
}

// A stylus trembles in force more than a hand does.
function steadied(point, last) {
  if (!point.force || !last.force) return point;
  return { ...point, force: last.force + (point.force - last.force) * STEADY };
}

export function clear(drawing) {
  return isBlank(drawing) ? drawing : add(drawing, { isClear: true });
}

export function undo({ marks, done }) {
  return { marks, done: Math.max(done - 1, 0) };
}

export function redo({ marks, done }) {
  return { marks, done: Math.min(done + 1, marks.length) };
}

export function canUndo({ done }) {
  return done > 0;
}

export function canRedo({ marks, done }) {
  return done < marks.length;
}

// The strokes that are on the sheet now, in the order they were made.
export function strokesOf({ marks, done }) {
  const held = marks.slice(0, done);
  return held.slice(held.findLastIndex((mark) => mark.isClear) + 1);
}

export function isBlank(drawing) {
  return strokesOf(drawing).every((stroke) => stroke.isEraser);
}

export function sameSheet(a, b) {
  const [one, other] = [strokesOf(a), strokesOf(b)];
  return one.length === other.length && one.every((stroke, i) => stroke === other[i]);
}

export function pack(drawing) {
  const round = (key, value) =>
    (typeof value === "number" ? Math.round(value * DECIMALS) / DECIMALS : value);
  return JSON.stringify(drawing, round);
}

// Whatever stands in a browser's storage may be of another version, or cut.
export function unpack(text) {
  try {
    const { marks, done } = JSON.parse(text);
    const isWhole = marks.every(isMark) && done >= 0 && done <= marks.length;
    return isWhole ? { marks, done } : emptyDrawing();
  } catch {
    return emptyDrawing();
  }
}

function isMark({ isClear, width, points }) {
  if (isClear) return true;
  const areNumbers = points.every(({ x, y }) => Number.isFinite(x + y));
  return width > 0 && points.length > 0 && areNumbers;
}

// Draws piece by piece: each has the thickness of the force at its point.
export function trace(context, { width, isEraser, points }, scale) {
  context.globalCompositeOperation = isEraser ? "destination-out" : "source-over";
  curvesOf(points).forEach(({ from, over, to }) => {
    context.lineWidth = width * scale * thickness(over.force);
    context.beginPath();
    context.moveTo(from.x * scale, from.y * scale);
    context.quadraticCurveTo(over.x * scale, over.y * scale, to.x * scale, to.y * scale);
    context.stroke();
  });
}

// Half the force, which is what a mouse tells too, draws the pen's own width.
export function thickness(force) {
  return force ? 0.4 + 1.2 * force : 1;
}

// Curves through the middles of the points, so that quick strokes stay round.
export function curvesOf(points) {
  if (points.length === 1) return [{ from: points[0], over: points[0], to: points[0] }];
  return points.slice(1).map((over, i) => ({
    from: i ? middle(points[i], over) : points[0],
    over,
    to: i + 2 < points.length ? middle(over, points[i + 2]) : over,
  }));
}

export function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
