// The sheet with its reader: what is drawn is read at once, and kept when that is asked.
import { loadDrawing, saveDrawing } from "./draft-storage.js";
import { LIVE_WIDTH, SketchCanvas } from "./sketch-canvas.js";
import { emptyDrawing, isBlank, pack, sameSheet, unpack } from "./strokes.js";

export class DrawingPad {
  // options: phrases, live, onBlank(), onKeep(blob, drawing)
  constructor(root, options) {
    Object.assign(this, options);
    this.keepButton = root.querySelector("[data-sketch-keep]");
    this.said = root.querySelector("[data-sketch-said]");
    this.notice = root.querySelector("[data-sketch-notice]");
    this.sent = this.kept = emptyDrawing();
    this.sketch = new SketchCanvas(root, {
      onDown: () => this.live.stop(),
      onChange: (drawing) => this.change(drawing),
    });
    this.keepButton.addEventListener("click", () => this.keep());
    this.sketch.set(unpack(loadDrawing()));
    if (!this.isBlank) this.read();
    this.showKeep();
  }

  get isBlank() {
    return isBlank(this.sketch.drawing);
  }

  change(drawing) {
    this.read();
    this.showKeep();
    this.say(saveDrawing(pack(drawing)) ? "" : this.phrases.problems.storage_full);
  }

  read() {
    this.live.stop();
    if (this.isBlank) this.blank();
    else this.live.read({ removal: "drawn", toBlob: () => this.sketch.toBlob(LIVE_WIDTH) });
  }

  blank() {
    this.show("waiting", "");
    this.onBlank();
  }

  // The answer in a word, beside the sheet.
  show(verdict, words) {
    this.said.dataset.verdict = verdict;
    this.said.textContent = words;
  }

  async keep() {
    const { drawing } = this.sketch;
    this.sent = drawing;
    this.showKeep();
    this.onKeep(await this.sketch.toBlob(), drawing);
  }

  isOnSheet(drawing) {
    return sameSheet(drawing, this.sketch.drawing);
  }

  confirm(drawing) {
    this.kept = drawing;
    this.showKeep();
  }

  // It could not be kept, but may be tried again.
  refuse(words) {
    this.sent = this.kept;
    this.showKeep();
    this.say(words);
  }

  // For the next drawing; the one before can still be brought back.
  clear() {
    this.sent = this.kept;
    this.sketch.do("clear");
  }

  // The same drawing is kept once.
  showKeep() {
    const isSent = !this.isBlank && this.isOnSheet(this.sent);
    const isKept = isSent && this.isOnSheet(this.kept);
    this.keepButton.disabled = this.isBlank || isSent;
    this.keepButton.dataset.state = (isKept && "kept") || (isSent && "sent") || "open";
  }

  say(words) {
    this.notice.textContent = words;
    this.notice.hidden = !words;
  }
}
