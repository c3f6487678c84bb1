/** The dialog that crops and rotates a picture by pointer, finger or keys. */
import { closest, find, showNotice } from "../dom.js";
import { contextOf } from "../drawing/sketch-canvas.js";
import { fill, gettext } from "../texts.js";
import {
  cropSize,
  isWhole,
  movedFrame,
  rotatedFrame,
  rotatedSize,
  WHOLE,
} from "./crop-frame.js";

/** @import { Frame, Size } from "./crop-frame.js" */

/** @typedef {{ blob: Blob, keepsWhole: boolean }} Crop */

const DISPLAY_SIDE_PX = 1024;
const SENT_SIDE_PX = 4096;
const STEP = 0.01;
const LARGE_STEP = 0.1;
/** @type {Record<string, [dx: number, dy: number]>} */
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class CropDialog {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.stage = this.part("stage");
    this.canvas = find(dialog, "[data-crop-canvas]", HTMLCanvasElement);
    this.resetButton = find(dialog, "[data-crop-reset]", HTMLButtonElement);
    this.angleInput = find(dialog, "[data-crop-fine]", HTMLInputElement);
    this.keepInput = find(dialog, "[data-crop-keep]", HTMLInputElement);
    this.picture = new Image();
    /** @type {Crop | null} */
    this.result = null;
    this.quarterTurns = 0;
    this.fineAngle = 0;
    this.frame = WHOLE;
    this.listen();
  }

  /** @param {string} name */
  part(name) {
    return find(this.dialog, `[data-crop-${name}]`);
  }

  listen() {
    this.part("left").addEventListener("click", () => this.rotate(false));
    this.part("right").addEventListener("click", () => this.rotate(true));
    this.resetButton.addEventListener("click", () => this.reset());
    this.part("close").addEventListener("click", () => this.dialog.close());
    this.part("read").addEventListener("click", () => this.finish());
    this.angleInput.addEventListener("input", () => {
      this.fineAngle = Number(this.angleInput.value);
      this.paint();
    });
    this.stage.addEventListener("pointerdown", (event) => this.startDrag(event));
    this.stage.addEventListener("keydown", (event) => this.handleKey(event));
  }

  /**
   * @param {HTMLImageElement} picture that is loaded
   * @returns {Promise<Crop | null>} null if the visitor cancels
   */
  open(picture) {
    this.picture = picture;
    this.result = null;
    this.showProblem("");
    this.reset();
    this.keepInput.checked = true;
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => resolve(this.result), { once: true });
    });
  }

  get angle() {
    return this.quarterTurns * 90 + this.fineAngle;
  }

  get size() {
    const { naturalHeight, naturalWidth } = this.picture;
    return rotatedSize(naturalWidth, naturalHeight, this.angle);
  }

  reset() {
    this.quarterTurns = 0;
    this.fineAngle = 0;
    this.frame = WHOLE;
    this.angleInput.value = "0";
    this.paint();
  }

  /** @param {boolean} isClockwise */
  rotate(isClockwise) {
    this.quarterTurns = (this.quarterTurns + (isClockwise ? 1 : 3)) % 4;
    this.setFrame(rotatedFrame(this.frame, isClockwise));
    this.paint();
  }

  /** @param {PointerEvent} event */
  startDrag(event) {
    const handle = closest(event, "[data-handle]");
    if (!handle || event.button !== 0) return;
    const { width, height } = this.stage.getBoundingClientRect();
    const start = { x: event.clientX, y: event.clientY, frame: this.frame };
    const name = handle.dataset.handle ?? "";
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = ({ clientX, clientY }) => {
      const dx = (clientX - start.x) / width;
      const dy = (clientY - start.y) / height;
      this.setFrame(movedFrame(start.frame, name, dx, dy));
    };
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
    };
  }

  /** @param {KeyboardEvent} event */
  handleKey(event) {
    const handle = closest(event, "[data-handle]")?.dataset.handle;
    const direction = DIRECTIONS[event.key];
    if (!handle || !direction) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const [dx, dy] = direction;
    this.setFrame(movedFrame(this.frame, handle, dx * step, dy * step));
    this.announceFrame();
  }

  /** @param {Frame} frame */
  setFrame(frame) {
    this.frame = frame;
    for (const [side, share] of Object.entries(frame)) {
      this.stage.style.setProperty(`--${side}`, `${share * 100}%`);
    }
    this.resetButton.disabled = isWhole(frame) && this.angle === 0;
  }

  announceFrame() {
    const percent = Object.entries(this.frame).map(([side, share]) => [
      side,
      Math.round(share * 100),
    ]);
    const text = gettext(
      "Left {left} %, top {top} %, width {width} %, height {height} %",
    );
    this.part("said").textContent = fill(text, Object.fromEntries(percent));
  }

  paint() {
    const size = cropSize(this.size, WHOLE, DISPLAY_SIDE_PX);
    this.stage.style.setProperty("--ratio", String(size.width / size.height));
    this.draw(this.canvas, size, WHOLE);
    this.part("degrees").textContent = fill(gettext("{degrees}°"), {
      degrees: this.fineAngle,
    });
    this.setFrame(this.frame);
  }

  /**
   * Draw what is in the frame; corners that a rotation leaves empty get the average color.
   *
   * @param {HTMLCanvasElement} canvas
   * @param {Size & { scale: number }} size
   * @param {Frame} frame
   */
  draw(canvas, { width, height, scale }, frame) {
    const { naturalWidth, naturalHeight } = this.picture;
    canvas.width = width;
    canvas.height = height;
    const context = contextOf(canvas);
    context.fillStyle = averageColor(this.picture);
    context.fillRect(0, 0, width, height);
    context.scale(scale, scale);
    const { size } = this;
    context.translate(size.width * (0.5 - frame.left), size.height * (0.5 - frame.top));
    context.rotate((this.angle * Math.PI) / 180);
    context.drawImage(this.picture, -naturalWidth / 2, -naturalHeight / 2);
  }

  async finish() {
    const sheet = document.createElement("canvas");
    this.draw(sheet, cropSize(this.size, this.frame, SENT_SIDE_PX), this.frame);
    /** @type {Blob | null} */
    const blob = await new Promise((resolve) => {
      sheet.toBlob(resolve, "image/jpeg", 0.95);
    });
    // With too little memory for so large a picture there is no result.
    if (!blob) {
      this.showProblem(
        gettext(
          "This browser has too little memory for so large a picture. Choose a smaller part.",
        ),
      );
      return;
    }
    this.result = { blob, keepsWhole: this.keepInput.checked };
    this.dialog.close();
  }

  /** @param {string} text */
  showProblem(text) {
    showNotice(this.part("notice"), text);
  }
}

/** @param {HTMLImageElement} picture */
function averageColor(picture) {
  const dot = document.createElement("canvas");
  dot.width = 1;
  dot.height = 1;
  const context = contextOf(dot);
  context.drawImage(picture, 0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red} ${green} ${blue})`;
}
