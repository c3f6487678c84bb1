/** The sheet to draw on with mouse, finger or pen, and its tools. */
import { closest, find } from "../dom.js";
import {
  beginStroke,
  canRedo,
  canUndo,
  clear,
  drawStroke,
  emptyDrawing,
  extendStroke,
  isBlank,
  redo,
  strokesOf,
  undo,
} from "./strokes.js";

/** @import { Drawing, Point } from "./strokes.js" */

/** @typedef {"undo" | "redo" | "clear"} Command */

/**
 * The pointer that draws.
 *
 * @typedef {object} ActivePointer
 * @property {number} id
 * @property {string} type
 * @property {Drawing} before the drawing without its stroke
 */

const SAVED_WIDTH_PX = 720;
// Fewer pixels are sent and read sooner.
export const LIVE_WIDTH_PX = 480;
// The other end of a stylus reports a button of its own.
const ERASER_BUTTON = 5;
const ERASER_WIDTH = 0.07;
const COMMANDS = { undo, redo, clear };

export class SketchCanvas {
  /**
   * @param {HTMLElement} root
   * @param {object} hooks
   * @param {() => void} hooks.onDown when a stroke begins
   * @param {(drawing: Drawing) => void} hooks.onChange when a stroke or command is complete
   */
  constructor(root, { onDown, onChange }) {
    this.root = root;
    this.onDown = onDown;
    this.onChange = onChange;
    this.canvas = find(root, "[data-sketch-canvas]", HTMLCanvasElement);
    this.hint = find(root, "[data-sketch-hint]");
    this.drawing = emptyDrawing();
    /** @type {ActivePointer | null} */
    this.pointer = null;
    this.frame = 0;
    this.listenToTools();
    this.listenToPointers();
    document.addEventListener("keydown", (event) => this.handleKey(event));
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    this.watchDensity();
  }

  /** @param {Command} name */
  button(name) {
    return find(this.root, `[data-sketch-${name}]`, HTMLButtonElement);
  }

  listenToTools() {
    for (const name of /** @type {Command[]} */ (Object.keys(COMMANDS))) {
      this.button(name).addEventListener("click", () => this.run(name));
    }
    find(this.root, "[data-sketch-tools]").addEventListener("touchend", clickAtOnce);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      this.paint(),
    );
  }

  listenToPointers() {
    this.canvas.addEventListener("pointerdown", (event) => this.startStroke(event));
    this.canvas.addEventListener("pointermove", (event) => this.continueStroke(event));
    this.canvas.addEventListener("pointerup", (event) => this.endStroke(event));
    this.canvas.addEventListener("pointercancel", (event) => this.cancelStroke(event));
    // A pencil on an iPad selects text around the sheet, unless its touches are prevented.
    for (const name of ["touchstart", "touchmove"]) {
      this.canvas.addEventListener(name, (event) => event.preventDefault(), {
        passive: false,
      });
    }
  }

  /** A window may move to a screen of another density without a change of its size. */
  watchDensity() {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const handleChange = () => {
      this.resize();
      this.watchDensity();
    };
    query.addEventListener("change", handleChange, { once: true });
  }

  /** @param {KeyboardEvent} event */
  handleKey(event) {
    const command = commandOf(event);
    if (!command || closest(event, "input[type=text], textarea, dialog")) return;
    event.preventDefault();
    this.run(command);
  }

  /** @param {Command} name */
  run(name) {
    if (this.pointer !== null) return;
    const before = this.drawing;
    this.setDrawing(COMMANDS[name](before));
    if (this.drawing.done !== before.done) this.onChange(this.drawing);
  }

  /** @param {PointerEvent} event */
  penFor(event) {
    const { value } = find(this.root, ".nib-input:checked", HTMLInputElement);
    const isEraser = value === "eraser" || event.button === ERASER_BUTTON;
    return { isEraser, width: isEraser ? ERASER_WIDTH : Number(value) / 1000 };
  }

  /** @param {PointerEvent} event */
  startStroke(event) {
    if (!this.mayDraw(event) || ![0, ERASER_BUTTON].includes(event.button)) return;
    event.preventDefault();
    // What a resting palm drew goes.
    const before = this.pointer?.before ?? this.drawing;
    this.pointer = { id: event.pointerId, type: event.pointerType, before };
    this.canvas.setPointerCapture(event.pointerId);
    this.onDown();
    this.setDrawing(beginStroke(before, this.toPoint(event), this.penFor(event)));
  }

  /**
   * Return whether a pointer may begin a stroke: the first one, or a pen after a palm.
   *
   * @param {PointerEvent} event
   */
  mayDraw({ pointerType }) {
    if (!this.pointer) return true;
    return pointerType === "pen" && this.pointer.type === "touch";
  }

  /** @param {PointerEvent} event */
  continueStroke(event) {
    if (event.pointerId !== this.pointer?.id) return;
    // A dialog of the system may keep the release for itself.
    if (!event.buttons) {
      this.endStroke(event);
      return;
    }
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length ? events : [event]).map((part) => this.toPoint(part));
    this.setDrawing(points.reduce(extendStroke, this.drawing));
  }

  /** @param {PointerEvent} event */
  endStroke(event) {
    if (event.pointerId !== this.pointer?.id) return;
    this.pointer = null;
    this.onChange(this.drawing);
  }

  /**
   * The system takes a touch back if it was a palm, or a gesture of its own.
   *
   * @param {PointerEvent} event
   */
  cancelStroke(event) {
    if (event.pointerId !== this.pointer?.id) return;
    if (this.pointer.type === "touch") this.setDrawing(this.pointer.before);
    this.endStroke(event);
  }

  /**
   * Only a stylus measures force; other pointers report a constant.
   *
   * @param {PointerEvent} event
   * @returns {Point}
   */
  toPoint({ clientX, clientY, pointerType, pressure }) {
    const { left, top, width } = this.canvas.getBoundingClientRect();
    const point = { x: (clientX - left) / width, y: (clientY - top) / width };
    return pointerType === "pen" && pressure ? { ...point, force: pressure } : point;
  }

  /** @param {Drawing} drawing */
  setDrawing(drawing) {
    this.drawing = drawing;
    this.hint.hidden = !isBlank(drawing);
    this.button("undo").disabled = !canUndo(drawing);
    this.button("redo").disabled = !canRedo(drawing);
    this.button("clear").disabled = isBlank(drawing);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  /** Give the canvas as many pixels as the screen has, so that lines are sharp. */
  resize() {
    const { width, height } = this.canvas.getBoundingClientRect();
    const density = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    this.paint();
  }

  paint() {
    const context = contextOf(this.canvas);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    drawOn(context, this.drawing, getComputedStyle(this.canvas).color);
  }

  /** Return the drawing as a PNG, black on white whatever the theme. */
  toBlob(width = SAVED_WIDTH_PX) {
    const sheet = document.createElement("canvas");
    sheet.width = width;
    sheet.height = Math.round((width * this.canvas.height) / this.canvas.width);
    const context = contextOf(sheet);
    drawOn(context, this.drawing, "#000");
    context.fillStyle = "#fff";
    context.globalCompositeOperation = "destination-over";
    context.fillRect(0, 0, sheet.width, sheet.height);
    // The canvas's own toBlob() waits until the page is idle, about a frame.
    const [, base64] = sheet.toDataURL("image/png").split(",");
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new Blob([bytes], { type: "image/png" });
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("The canvas has another context");
  return context;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Drawing} drawing
 * @param {string} color
 */
function drawOn(context, drawing, color) {
  Object.assign(context, { strokeStyle: color, lineCap: "round", lineJoin: "round" });
  for (const stroke of strokesOf(drawing))
    drawStroke(context, stroke, context.canvas.width);
}

/**
 * @param {KeyboardEvent} event
 * @returns {Command | null}
 */
function commandOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}

/**
 * Browsers drop the click of a tap within a third of a second after a stroke.
 *
 * @param {TouchEvent} event
 */
function clickAtOnce(event) {
  const { clientX, clientY } = event.changedTouches[0];
  const button = closest(event, "button");
  const isOnButton = button?.contains(document.elementFromPoint(clientX, clientY));
  if (!event.cancelable || !isOnButton) return;
  event.preventDefault();
  button?.click();
}
