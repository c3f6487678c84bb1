// The sheet to write on: mouse, finger or pen through pointer events.
import {
  begin, canRedo, canUndo, clear, emptyDrawing, extend, isBlank, redo, strokesOf, trace, undo,
} from "./strokes.js";

const KEPT_WIDTH = 720;
// Fewer pixels are sent and read sooner.
export const LIVE_WIDTH = 480;
// The other end of a stylus is told as a button of its own.
const ERASER_BUTTON = 5;
const ERASER_WIDTH = 0.07;
const DOINGS = { undo, redo, clear };

export class SketchCanvas {
  // onDown is told that a stroke begins, onChange that the drawing has changed for good.
  constructor(root, { onDown, onChange }) {
    this.root = root;
    Object.assign(this, { onDown, onChange });
    this.canvas = root.querySelector("[data-sketch-canvas]");
    this.hint = root.querySelector("[data-sketch-hint]");
    this.drawing = emptyDrawing();
    this.pointer = null;
    this.frame = 0;
    this.listenToTools();
    this.listenToPointers();
    document.addEventListener("keydown", (event) => this.pressKey(event));
    new ResizeObserver(() => this.fit()).observe(this.canvas);
  }

  button(name) {
    return this.root.querySelector(`[data-sketch-${name}]`);
  }

  listenToTools() {
    Object.keys(DOINGS).forEach((name) =>
      this.button(name).addEventListener("click", () => this.do(name)));
    this.button("tools").addEventListener("touchend", pressAtOnce);
    matchMedia("(prefers-color-scheme: dark)")
      .addEventListener("change", () => this.paint());
  }

  listenToPointers() {
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    ["pointerup", "pointercancel"].forEach((name) =>
      this.canvas.addEventListener(name, (event) => this.lift(event)));
  }

  pressKey(event) {
    const name = doingOf(event);
    if (!name || event.target.closest?.("input[type=text], textarea, dialog")) return;
    event.preventDefault();
    this.do(name);
  }

  do(name) {
    if (this.pointer !== null) return;
    const before = this.drawing;
    this.set(DOINGS[name](before));
    if (this.drawing.done !== before.done) this.onChange(this.drawing);
  }

  penOf(event) {
    const { value } = this.root.querySelector(".nib-input:checked");
    const isEraser = value === "eraser" || event.button === ERASER_BUTTON;
    return { isEraser, width: isEraser ? ERASER_WIDTH : Number(value) / 1000 };
  }

  press(event) {
    // The first pointer draws; a resting palm or a second finger does not.
    if (this.pointer !== null || ![0, ERASER_BUTTON].includes(event.button)) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.onDown();
    this.set(begin(this.drawing, this.pointOf(event), this.penOf(event)));
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length ? events : [event]).map((e) => this.pointOf(e));
    this.set(points.reduce(extend, this.drawing));
  }

  lift(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    this.onChange(this.drawing);
  }

  // Only a stylus tells its force; others say the same whatever they do.
  pointOf({ clientX, clientY, pointerType, pressure }) {
    const { left, top, width } = this.canvas.getBoundingClientRect();
    const point = { x: (clientX - left) / width, y: (clientY - top) / width };
    return pointerType === "pen" && pressure ? { ...point, force: pressure } : point;
  }

  set(drawing) {
    this.drawing = drawing;
    this.hint.hidden = !isBlank(drawing);
    this.button("undo").disabled = !canUndo(drawing);
    this.button("redo").disabled = !canRedo(drawing);
    this.button("clear").disabled = isBlank(drawing);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  // As many pixels as the screen has, so that lines are sharp on every display.
  fit() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const density = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    this.paint();
  }

  paint() {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    drawOn(context, this.drawing, getComputedStyle(this.canvas).color);
  }

  // Black on white whatever the theme: that is what a kept drawing looks like.
  toBlob(width = KEPT_WIDTH) {
    const sheet = document.createElement("canvas");
    sheet.width = width;
    sheet.height = Math.round(width * this.canvas.height / this.canvas.width);
    const context = sheet.getContext("2d");
    drawOn(context, this.drawing, "#000");
    Object.assign(context, { fillStyle: "#fff", globalCompositeOperation: "destination-over" });
    context.fillRect(0, 0, sheet.width, sheet.height);
    // The canvas's own toBlob() waits until the page is idle, about a frame.
    const [, coded] = sheet.toDataURL("image/png").split(",");
    const bytes = Uint8Array.from(atob(coded), (sign) => sign.codePointAt(0));
    return new Blob([bytes], { type: "image/png" });
  }
}

function drawOn(context, drawing, color) {
  Object.assign(context, { strokeStyle: color, lineCap: "round", lineJoin: "round" });
  strokesOf(drawing).forEach((stroke) => trace(context, stroke, context.canvas.width));
}

function doingOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return "";
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : "";
}

// Browsers drop the click of a tap within a third of a second after a stroke.
function pressAtOnce(event) {
  const { clientX, clientY } = event.changedTouches[0];
  const button = event.target.closest("button");
  const isOnButton = button?.contains(document.elementFromPoint(clientX, clientY));
  if (!event.cancelable || !isOnButton) return;
  event.preventDefault();
  button.click();
}
