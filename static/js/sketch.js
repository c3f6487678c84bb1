// The sheet to write on: mouse, finger or pen through pointer events.
import { begin, emptyDrawing, extend, isEmpty, trace, undo } from "./strokes.js";

const EXPORT_WIDTH = 720;

export class Sketch {
  constructor(root, onRead) {
    this.root = root;
    this.canvas = root.querySelector("[data-sketch-canvas]");
    this.hint = root.querySelector("[data-sketch-hint]");
    this.buttons = ["undo", "clear", "read"].map((name) =>
      root.querySelector(`[data-sketch-${name}]`));
    this.drawing = emptyDrawing();
    this.pointer = null;
    this.listen(onRead);
    new ResizeObserver(() => this.fit()).observe(this.canvas);
  }

  listen(onRead) {
    const [undoButton, clearButton, readButton] = this.buttons;
    undoButton.addEventListener("click", () => this.change(undo(this.drawing)));
    clearButton.addEventListener("click", () => this.change(emptyDrawing()));
    readButton.addEventListener("click", async () => onRead(await this.toBlob()));
    readButton.addEventListener("touchend", (event) => pressAtOnce(event, readButton));
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    ["pointerup", "pointercancel"].forEach((name) =>
      this.canvas.addEventListener(name, (event) => this.lift(event)));
    matchMedia("(prefers-color-scheme: dark)")
      .addEventListener("change", () => this.paint());
  }

  get penWidth() {
    return Number(this.root.querySelector(".nib-input:checked").value) / 1000;
  }

  press(event) {
    // The first pointer draws; a resting palm or a second finger does not.
    if (this.pointer !== null || event.button !== 0) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.change(begin(this.drawing, this.pointOf(event), this.penWidth));
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    const points = (events.length ? events : [event]).map((e) => this.pointOf(e));
    this.change(points.reduce(extend, this.drawing));
  }

  lift(event) {
    if (event.pointerId === this.pointer) this.pointer = null;
  }

  pointOf(event) {
    const { left, top, width } = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / width };
  }

  change(drawing) {
    this.drawing = drawing;
    this.hint.hidden = !isEmpty(drawing);
    this.buttons.forEach((button) => { button.disabled = isEmpty(drawing); });
    this.paint();
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
    this.draw(context, getComputedStyle(this.canvas).color, this.canvas.width);
  }

  draw(context, color, scale) {
    Object.assign(context, { strokeStyle: color, lineCap: "round", lineJoin: "round" });
    this.drawing.strokes.forEach((stroke) => trace(context, stroke, scale));
  }

  // Black on white whatever the theme: that is what a kept drawing looks like.
  toBlob() {
    const sheet = document.createElement("canvas");
    sheet.width = EXPORT_WIDTH;
    sheet.height = Math.round(EXPORT_WIDTH * this.canvas.height / this.canvas.width);
    const context = sheet.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, sheet.width, sheet.height);
    this.draw(context, "#000", sheet.width);
    return new Promise((resolve) => { sheet.toBlob(resolve, "image/png"); });
  }
}

// Browsers drop the click of a tap within a third of a second after a stroke.
function pressAtOnce(event, button) {
  const { clientX, clientY } = event.changedTouches[0];
  const isOnButton = button.contains(document.elementFromPoint(clientX, clientY));
  if (!event.cancelable || !isOnButton) return;
  event.preventDefault();
  button.click();
}
