// The frame of a crop on a picture turned by any angle; no DOM.
// A frame is { left, top, width, height } in shares, 0-1, of the turned picture's extent.

export const WHOLE = { left: 0, top: 0, width: 1, height: 1 };
const LEAST = 0.04;

// The extent of a rectangle turned by so many degrees.
export function turnedSize(width, height, degrees) {
  const radians = degrees * Math.PI / 180;
  const [cos, sin] = [Math.abs(Math.cos(radians)), Math.abs(Math.sin(radians))];
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

// Where the frame lies after a quarter turn: around what it was around before.
export function turnedFrame({ left, top, width, height }, isClockwise) {
  return isClockwise
    ? { left: 1 - top - height, top: left, width: height, height: width }
    : { left: top, top: 1 - left - width, width: height, height: width };
}

// A handle is "move", or names the sides it moves: "nw", "ne", "sw", "se".
export function movedFrame(frame, handle, dx, dy) {
  if (handle === "move") {
    const left = between(frame.left + dx, 0, 1 - frame.width);
    return { ...frame, left, top: between(frame.top + dy, 0, 1 - frame.height) };
  }
  const [left, width] = movedSide(frame.left, frame.width, handle.includes("w"), dx);
  const [top, height] = movedSide(frame.top, frame.height, handle.includes("n"), dy);
  return { left, top, width, height };
}

function movedSide(start, length, isStart, change) {
  const end = start + length;
  if (isStart) {
    const moved = between(start + change, 0, end - LEAST);
    return [moved, end - moved];
  }
  return [start, between(end + change, start + LEAST, 1) - start];
}

function between(value, least, most) {
  return Math.min(Math.max(value, least), most);
}

// The pixels to make of a frame: as many as there are, at most so many on a side.
export function cropSize(size, frame, most) {
  const width = size.width * frame.width;
  const height = size.height * frame.height;
  const scale = Math.min(1, most / Math.max(width, height));
  return {
    scale,
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

export function isWhole(frame) {
  return frame.width === 1 && frame.height === 1;
}
