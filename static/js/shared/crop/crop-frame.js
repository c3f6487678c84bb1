/** The geometry of a crop on a picture rotated by any angle; no DOM. */

/**
 * In shares, 0-1, of the rotated picture's extent.
 *
 * @typedef {{ left: number, top: number, width: number, height: number }} Frame
 */

/** @typedef {{ width: number, height: number }} Size */

/** @type {Frame} */
export const WHOLE = { left: 0, top: 0, width: 1, height: 1 };
const MIN_SIDE = 0.04;

/**
 * Return the extent of a rotated rectangle.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} degrees
 * @returns {Size}
 */
export function rotatedSize(width, height, degrees) {
  const radians = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(radians)), Math.abs(Math.sin(radians))];
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/**
 * Return the frame around the same content after a quarter turn.
 *
 * @param {Frame} frame
 * @param {boolean} isClockwise
 * @returns {Frame}
 */
export function rotatedFrame({ left, top, width, height }, isClockwise) {
  return isClockwise
    ? { left: 1 - top - height, top: left, width: height, height: width }
    : { left: top, top: 1 - left - width, width: height, height: width };
}

/**
 * @param {Frame} frame
 * @param {string} handle "move", or the sides that move: "nw", "ne", "sw", "se"
 * @param {number} dx
 * @param {number} dy
 * @returns {Frame}
 */
export function movedFrame(frame, handle, dx, dy) {
  if (handle === "move") {
    const left = clamp(frame.left + dx, 0, 1 - frame.width);
    return { ...frame, left, top: clamp(frame.top + dy, 0, 1 - frame.height) };
  }
  const [left, width] = movedSide(frame.left, frame.width, handle.includes("w"), dx);
  const [top, height] = movedSide(frame.top, frame.height, handle.includes("n"), dy);
  return { left, top, width, height };
}

/**
 * @param {number} start
 * @param {number} length
 * @param {boolean} isStart whether the start moves, else the end
 * @param {number} change
 * @returns {[start: number, length: number]}
 */
function movedSide(start, length, isStart, change) {
  const end = start + length;
  if (isStart) {
    const moved = clamp(start + change, 0, end - MIN_SIDE);
    return [moved, end - moved];
  }
  return [start, clamp(end + change, start + MIN_SIDE, 1) - start];
}

/**
 * @param {number} value
 * @param {number} min
 * @param {number} max
 */
function clamp(value, min, max) {
  return Math.min(Math.max(value, min), max);
}

/**
 * Return the pixels of a crop, never more than the picture has.
 *
 * @param {Size} size of the rotated picture
 * @param {Frame} frame
 * @param {number} maxSide in pixels
 * @returns {Size & { scale: number }}
 */
export function cropSize(size, frame, maxSide) {
  const width = size.width * frame.width;
  const height = size.height * frame.height;
  const scale = Math.min(1, maxSide / Math.max(width, height));
  return {
    scale,
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** @param {Frame} frame */
export function isWhole(frame) {
  return frame.width === 1 && frame.height === 1;
}
