/** The sheet with its live reading: drawings are read at once, and saved on demand. */
import { find, showNotice } from "../dom.js";
import { gettext } from "../texts.js";
import { loadDraft, saveDraft } from "./draft-storage.js";
import { LIVE_WIDTH_PX, SketchCanvas } from "./sketch-canvas.js";
import {
  deserialize,
  emptyDrawing,
  isBlank,
  isSameSheet,
  serialize,
} from "./strokes.js";

/** @import { Submission } from "../queue/retry-policy.js" */
/** @import { Drawing } from "./strokes.js" */

/**
 * A picture for a live reading.
 *
 * @typedef {object} LiveSource
 * @property {"drawing" | "sample"} kind
 * @property {() => Blob | Promise<Blob>} toBlob
 */

/**
 * @typedef {object} DrawingPadOptions
 * @property {{ read: (source: LiveSource) => void, stop: () => void }} live
 * @property {() => void} onBlank
 * @property {(submission: Submission) => void} onSave
 */

export class DrawingPad {
  /**
   * @param {HTMLElement} root
   * @param {DrawingPadOptions} options
   */
  constructor(root, { live, onBlank, onSave }) {
    this.live = live;
    this.onBlank = onBlank;
    this.onSave = onSave;
    this.saveButton = find(root, "[data-sketch-keep]", HTMLButtonElement);
    this.answer = find(root, "[data-sketch-said]");
    this.notice = find(root, "[data-sketch-notice]");
    this.sent = this.saved = emptyDrawing();
    this.sketch = new SketchCanvas(root, {
      onDown: () => this.live.stop(),
      onChange: (drawing) => this.handleChange(drawing),
    });
    this.saveButton.addEventListener("click", () => this.save());
    this.sketch.setDrawing(deserialize(loadDraft()));
    if (!this.isBlank) this.read();
    this.updateButton();
  }

  get isBlank() {
    return isBlank(this.sketch.drawing);
  }

  /** @param {Drawing} drawing */
  handleChange(drawing) {
    this.read();
    this.updateButton();
    const isSaved = saveDraft(serialize(drawing));
    this.showNotice(
      isSaved
        ? ""
        : gettext(
            "This browser has no storage left: a reload of the page would lose the drawing. Save it to your gallery.",
          ),
    );
  }

  read() {
    this.live.stop();
    if (this.isBlank) {
      this.showAnswer("waiting", "");
      this.onBlank();
    } else {
      this.live.read({
        kind: "drawing",
        toBlob: () => this.sketch.toBlob(LIVE_WIDTH_PX),
      });
    }
  }

  /**
   * Show the answer in a word, beside the sheet.
   *
   * @param {string} verdict
   * @param {string} text
   */
  showAnswer(verdict, text) {
    this.answer.dataset.verdict = verdict;
    this.answer.textContent = text;
  }

  save() {
    const { drawing } = this.sketch;
    this.sent = drawing;
    this.updateButton();
    const name = gettext("Drawing");
    this.onSave({ file: this.sketch.toBlob(), name, isDrawn: true, drawing });
  }

  /** @param {Drawing} drawing */
  isOnSheet(drawing) {
    return isSameSheet(drawing, this.sketch.drawing);
  }

  /** @param {Drawing} drawing */
  markSaved(drawing) {
    this.saved = drawing;
    this.updateButton();
  }

  /**
   * Allow another try after a drawing could not be saved.
   *
   * @param {string} text
   */
  markUnsaved(text) {
    this.sent = this.saved;
    this.updateButton();
    this.showNotice(text);
  }

  /** Clear the sheet for the next drawing; undo brings the one before back. */
  clear() {
    this.sent = this.saved;
    this.sketch.run("clear");
  }

  /** The same drawing is saved once. */
  updateButton() {
    const isSent = !this.isBlank && this.isOnSheet(this.sent);
    const isSaved = isSent && this.isOnSheet(this.saved);
    this.saveButton.disabled = this.isBlank || isSent;
    this.saveButton.dataset.state = (isSaved && "kept") || (isSent && "sent") || "open";
  }

  /** @param {string} text */
  showNotice(text) {
    showNotice(this.notice, text);
  }
}
