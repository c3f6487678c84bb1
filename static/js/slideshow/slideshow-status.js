/** What the slideshow says: place, messages, failures, and to screen readers. */
import { find } from "../shared/dom.js";
import { fill, ngettext } from "../shared/texts.js";

const NOTE_MS = 6000;

export class SlideshowStatus {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.spoken = find(root, "[data-spoken]");
    this.noteTimer = 0;
  }

  /**
   * @param {HTMLElement} slide
   * @param {string} place among all
   */
  showPlace(slide, place) {
    slide.setAttribute("aria-label", place);
    find(this.root, "[data-place]").textContent = place;
  }

  /** @param {boolean} isPlaying */
  showPlaying(isPlaying) {
    this.root.toggleAttribute("data-playing", isPlaying);
    const label = find(this.root, "[data-play-words]");
    label.textContent = label.dataset[isPlaying ? "pause" : "play"] ?? "";
    if (isPlaying) this.speak("");
  }

  /** @param {string} text */
  showFailure(text) {
    find(this.root, "[data-failure-words]").textContent = text;
  }

  /** @param {number} count of photos */
  showAdded(count) {
    const text = ngettext(
      "A new picture was added. It is the first one.",
      "{count} new pictures were added. They come first.",
      count,
    );
    this.showNote(fill(text, { count }));
  }

  /** @param {string} text */
  showNote(text) {
    const note = find(this.root, "[data-note]");
    clearTimeout(this.noteTimer);
    note.textContent = text;
    this.noteTimer = window.setTimeout(() => {
      note.textContent = "";
    }, NOTE_MS);
  }

  /**
   * Tell screen readers only.
   *
   * @param {string} text
   */
  speak(text) {
    this.spoken.textContent = text;
  }
}
