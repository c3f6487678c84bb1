// The dialog that crops and turns a picture by pointer, finger or keys.
import { cropSize, isWhole, movedFrame, turnedFrame, turnedSize, WHOLE } from "./crop-frame.js";
import { fill } from "../texts.js";

const SHOWN_SIDE = 1024;
const SENT_SIDE = 4096;
const STEP = 0.01;
const LEAP = 0.1;
const KEYS = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

export class CropDialog {
  constructor(dialog, phrases) {
    this.dialog = dialog;
    this.phrases = phrases;
    this.stage = this.part("stage");
    this.canvas = this.part("canvas");
    this.listen();
  }

  part(name) {
    return this.dialog.querySelector(`[data-crop-${name}]`);
  }

  listen() {
    this.part("left").addEventListener("click", () => this.turn(false));
    this.part("right").addEventListener("click", () => this.turn(true));
    this.part("reset").addEventListener("click", () => this.reset());
    this.part("close").addEventListener("click", () => this.dialog.close());
    this.part("read").addEventListener("click", () => this.finish());
    this.part("fine").addEventListener("input", (event) => {
      this.fine = Number(event.target.value);
      this.paint();
    });
    this.stage.addEventListener("pointerdown", (event) => this.grip(event));
    this.stage.addEventListener("keydown", (event) => this.press(event));
  }

  // picture: an image that has loaded; resolves with the crop's blob and whether the
  // whole picture stays, or with null if the visitor thinks better of it.
  open(picture) {
    this.picture = picture;
    this.result = null;
    this.say("");
    this.reset();
    this.part("keep").checked = true;
    this.dialog.showModal();
    return new Promise((resolve) => {
      this.dialog.addEventListener("close", () => resolve(this.result), { once: true });
    });
  }

  get angle() {
    return this.quarters * 90 + this.fine;
  }

  get size() {
    return turnedSize(this.picture.naturalWidth, this.picture.naturalHeight, this.angle);
  }

  reset() {
    Object.assign(this, { quarters: 0, fine: 0, frame: WHOLE });
    this.part("fine").value = 0;
    this.paint();
  }

  turn(isClockwise) {
    this.quarters = (this.quarters + (isClockwise ? 1 : 3)) % 4;
    this.place(turnedFrame(this.frame, isClockwise));
    this.paint();
  }

  // Points move the handle that was gripped until the pointer is lifted.
  grip(event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    const { width, height } = this.stage.getBoundingClientRect();
    const from = { x: event.clientX, y: event.clientY, frame: this.frame };
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = ({ clientX, clientY }) => this.place(movedFrame(from.frame,
      handle.dataset.handle, (clientX - from.x) / width, (clientY - from.y) / height));
    handle.onlostpointercapture = () => { handle.onpointermove = null; };
  }

  press(event) {
    const handle = event.target.closest("[data-handle]")?.dataset.handle;
    const direction = KEYS[event.key];
    if (!handle || !direction) return;
    event.preventDefault();
    const [dx, dy] = direction.map((way) => way * (event.shiftKey ? LEAP : STEP));
    this.place(movedFrame(this.frame, handle, dx, dy));
    this.tell();
  }

  place(frame) {
    this.frame = frame;
    Object.entries(frame).forEach(([side, share]) =>
      this.stage.style.setProperty(`--${side}`, `${share * 100}%`));
    this.showReset();
  }

  showReset() {
    this.part("reset").disabled = isWhole(this.frame) && this.angle === 0;
  }

  tell() {
    const shares = Object.entries(this.frame)
      .map(([side, share]) => [side, Math.round(share * 100)]);
    this.part("said").textContent = fill(this.phrases.frame, Object.fromEntries(shares));
  }

  paint() {
    const size = cropSize(this.size, WHOLE, SHOWN_SIDE);
    this.stage.style.setProperty("--ratio", size.width / size.height);
    this.draw(this.canvas, size, WHOLE);
    this.part("degrees").textContent = fill(this.phrases.degrees, { degrees: this.fine });
    this.place(this.frame);
  }

  // What a turn leaves bare takes the colour that the picture has on the whole.
  draw(canvas, { width, height, scale }, frame) {
    const { naturalWidth, naturalHeight } = this.picture;
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d");
    context.fillStyle = averageColor(this.picture);
    context.fillRect(0, 0, width, height);
    context.scale(scale, scale);
    context.translate(this.size.width * (0.5 - frame.left),
      this.size.height * (0.5 - frame.top));
    context.rotate(this.angle * Math.PI / 180);
    context.drawImage(this.picture, -naturalWidth / 2, -naturalHeight / 2);
  }

  async finish() {
    const sheet = document.createElement("canvas");
    this.draw(sheet, cropSize(this.size, this.frame, SENT_SIDE), this.frame);
    const blob = await new Promise((done) => { sheet.toBlob(done, "image/jpeg", 0.95); });
    // Too little memory for so large a picture leaves nothing.
    if (!blob) {
      this.say(this.phrases.unmade);
      return;
    }
    this.result = { blob, keepsWhole: this.part("keep").checked };
    this.dialog.close();
  }

  say(words) {
    this.part("notice").textContent = words;
    this.part("notice").hidden = !words;
  }
}

function averageColor(picture) {
  const dot = document.createElement("canvas");
  Object.assign(dot, { width: 1, height: 1 });
  const context = dot.getContext("2d");
  context.drawImage(picture, 0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red} ${green} ${blue})`;
}
