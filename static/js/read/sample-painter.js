/** Paints paper, light and handwriting on a canvas. */

/** @typedef {{ color: string, step: number, isVertical?: boolean }} Rules */

/** @typedef {{ color: string, shade: string, rules: Rules[] }} Paper */

/** @typedef {{ path: string, left: number, top: number, scale: number }} PlacedPath */

/**
 * @typedef {object} Sample
 * @property {Paper} paper
 * @property {{ color: string, width: number, angle: number }} pen
 * @property {PlacedPath[]} strokes
 */

/** @type {Paper} */
export const PLAIN = { color: "#f3efe6", shade: "#cfc8ba", rules: [] };
/** @type {Paper} */
export const RULED = {
  color: "#f7f6f1",
  shade: "#bcc0c6",
  rules: [{ color: "#b5cbe2", step: 62 }],
};
/** @type {Paper} */
export const SQUARED = {
  color: "#f2f4f3",
  shade: "#a9afb2",
  rules: [
    { color: "#cfdde0", step: 26 },
    { color: "#cfdde0", step: 26, isVertical: true },
  ],
};

// Each digit as one path in a box of 60 by 100.
const DIGITS = [
  "M36 5C15 2 4 30 6 56c2 28 17 41 31 35 16-8 20-39 14-65C47 12 39 5 27 8",
  "M14 26 33 6c-3 28-5 58-6 88",
  "M8 25C12 5 45-2 48 22c3 22-28 48-42 68 14-6 33-3 50-5",
  "M9 13C27 0 48 8 44 26 41 40 28 45 20 46c16-2 34 7 30 28-4 22-32 24-46 13",
  "M31 4C24 26 14 44 4 62c18 2 36 0 54-2M44 36c-2 22-4 41-6 62",
  "M51 6 17 8C15 20 13 32 11 44c16-8 40-4 40 20 0 26-28 36-46 24",
  "M43 4C19 18 4 46 8 72c4 24 36 26 42 4C54 54 24 46 10 68",
  "M6 10c16-2 34-3 50-4C44 34 32 62 25 96",
  "M46 15C30-4 6 11 16 31c8 14 33 23 32 45-2 22-40 23-42 1C5 55 40 47 46 25c1-6-1-11-6-13",
  "M48 22C40 2 10 6 8 30c-2 23 33 24 40-3 1 23-3 47-9 69",
];
// Of one digit, in parts of its height.
const ADVANCE = 0.82;

export const CAT =
  "M18 48 20 8 42 28H60L82 8 84 48C90 72 72 92 50 92S12 72 18 48" +
  "M36 50v4M66 50v4M50 62v6M50 68c-4 8-12 8-14 2M50 68c4 8 12 8 14 2" +
  "M2 58l22 4M2 74l22-4M98 58l-22 4M98 74l-22-4";

/**
 * Place digits side by side, each a little off the line as by hand.
 *
 * @param {string} digits
 * @param {{ left: number, top: number, size: number }} box of the first one
 * @returns {PlacedPath[]}
 */
export function layOutDigits(digits, { left, top, size }) {
  /**
   * @param {number} i
   * @param {number} strength
   */
  const wobble = (i, strength) => Math.sin(2.3 * i + digits.length) * strength * size;
  return [...digits].map((digit, i) => ({
    path: DIGITS[Number(digit)],
    left: left + i * size * ADVANCE + wobble(i, 0.02),
    top: top + wobble(i + 1, 0.03),
    scale: size / 100,
  }));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Sample} sample
 * @param {number} width
 * @param {number} height
 */
export function paintSample(context, { paper, pen, strokes }, width, height) {
  context.fillStyle = createLight(context, paper, width, height);
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate(pen.angle);
  context.translate(-width / 2, -height / 2);
  for (const rules of paper.rules) drawRules(context, rules, Math.max(width, height));
  Object.assign(context, {
    strokeStyle: pen.color,
    lineCap: "round",
    lineJoin: "round",
  });
  for (const stroke of strokes) drawPath(context, stroke, pen.width);
}

/**
 * The light comes from the left; the lower right lies in the shade.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Paper} paper
 * @param {number} width
 * @param {number} height
 */
function createLight(context, { color, shade }, width, height) {
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0.25, color);
  gradient.addColorStop(1, shade);
  return gradient;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Rules} rules
 * @param {number} reach in each direction
 */
function drawRules(context, { color, step, isVertical }, reach) {
  Object.assign(context, { strokeStyle: color, lineWidth: 1.5 });
  context.beginPath();
  for (let at = -reach + step / 2; at < 2 * reach; at += step) {
    if (isVertical) {
      context.moveTo(at, -reach);
      context.lineTo(at, 2 * reach);
    } else {
      context.moveTo(-reach, at);
      context.lineTo(2 * reach, at);
    }
  }
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {PlacedPath} stroke
 * @param {number} width
 */
function drawPath(context, { path, left, top, scale }, width) {
  context.save();
  context.translate(left, top);
  context.scale(scale, scale);
  context.lineWidth = width / scale;
  context.stroke(new Path2D(path));
  context.restore();
}
