/** The options of the slideshow: boxes, caption, thumbnails, letter keys, seconds. */
import { closest, find } from "../shared/dom.js";
import { loadObject, saveObject } from "../shared/local-storage.js";

/** @typedef {"boxes" | "caption" | "thumbs" | "letters"} Toggle */

const KEY = "slideshow";
const DEFAULTS = {
  boxes: false,
  caption: true,
  thumbs: true,
  letters: true,
  seconds: "4",
};
/** @type {Toggle[]} */
const TOGGLES = ["boxes", "caption", "thumbs", "letters"];

export class SlideshowOptions {
  /**
   * @param {HTMLElement} root
   * @param {(seconds: number) => void} onSeconds
   */
  constructor(root, onSeconds) {
    this.root = root;
    this.onSeconds = onSeconds;
    this.values = loadObject(KEY, DEFAULTS);
    root.addEventListener("change", (event) => this.handleChange(event));
    for (const name of TOGGLES) this.applyToggle(name);
    this.applySeconds();
  }

  /** @param {Event} event */
  handleChange(event) {
    const field = closest(event, "[data-option]");
    if (field instanceof HTMLInputElement) {
      this.setToggle(/** @type {Toggle} */ (field.dataset.option), field.checked);
    } else if (field instanceof HTMLSelectElement) {
      this.values.seconds = field.value;
      this.applySeconds();
    }
    saveObject(KEY, this.values);
  }

  /** @param {Toggle} name */
  toggle(name) {
    this.setToggle(name, !this.values[name]);
    saveObject(KEY, this.values);
  }

  /**
   * @param {Toggle} name
   * @param {boolean} isOn
   */
  setToggle(name, isOn) {
    this.values[name] = isOn;
    this.applyToggle(name);
  }

  /** @param {Toggle} name */
  applyToggle(name) {
    const isOn = this.values[name];
    find(this.root, `[data-option="${name}"]`, HTMLInputElement).checked = isOn;
    this.root.toggleAttribute(`data-with-${name}`, isOn);
  }

  applySeconds() {
    const field = find(this.root, '[data-option="seconds"]', HTMLSelectElement);
    field.value = this.values.seconds;
    // An older version may have saved what is no longer offered.
    if (!field.value) field.value = DEFAULTS.seconds;
    this.onSeconds(Number(field.value));
  }
}
