// A drawing as strokes, in units of the sheet's width; nothing here knows the page.

export function emptyDrawing() {
  return { strokes: [] };
}

export function begin(drawing, point, width) {
  return { strokes: [...drawing.strokes, { width, points: [point] }] };
}

// Points nearer than a thousandth of the sheet would only cost time.
export function extend(drawing, point) {
  const stroke = drawing.strokes[drawing.strokes.length - 1];
  const last = stroke.points[stroke.points.length - 1];
  if (Math.hypot(point.x - last.x, point.y - last.y) < 0.001) return drawing;
  const longer = { ...stroke, points: [...stroke.points, point] };
  return { strokes: [...drawing.strokes.slice(0, -1), longer] };
}

export function undo(drawing) {
  return { strokes: drawing.strokes.slice(0, -1) };
}

export function isEmpty(drawing) {
  return drawing.strokes.length === 0;
}

// Draws through the middles of the points, so that quick strokes stay round.
export function trace(context, { width, points }, scale) {
  const at = ({ x, y }) => [x * scale, y * scale];
  context.lineWidth = width * scale;
  context.beginPath();
  context.moveTo(...at(points[0]));
  if (points.length === 1) context.lineTo(...at(points[0]));
  for (let i = 1; i < points.length; i += 1) {
    const isLast = i === points.length - 1;
    const end = isLast ? points[i] : middle(points[i], points[i + 1]);
    context.quadraticCurveTo(...at(points[i]), ...at(end));
  }
  context.stroke();
}

export function middle(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
