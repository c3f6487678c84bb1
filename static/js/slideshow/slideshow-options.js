// The choices of the slideshow: boxes, caption, strip, letter keys, seconds.
import { recall, remember } from "../shared/local-storage.js";

const NAME = "slideshow";
const FIRST = { boxes: false, caption: true, thumbs: true, letters: true, seconds: "4" };

export class SlideshowOptions {
  constructor(root, onSeconds) {
    this.root = root;
    this.onSeconds = onSeconds;
    this.values = recall(NAME, FIRST);
    root.addEventListener("change", ({ target }) => this.note(target));
    Object.keys(FIRST).forEach((name) => this.apply(name));
  }

  fieldOf(name) {
    return this.root.querySelector(`[data-option="${name}"]`);
  }

  note(field) {
    const { option } = field.dataset;
    if (!option) return;
    this.set(option, field.type === "checkbox" ? field.checked : field.value);
  }

  toggle(name) {
    this.set(name, !this.values[name]);
  }

  set(name, value) {
    this.values[name] = value;
    remember(NAME, this.values);
    this.apply(name);
  }

  apply(name) {
    const [field, value] = [this.fieldOf(name), this.values[name]];
    if (name === "seconds") {
      field.value = value;
      // What an older version remembered may no longer be on offer.
      if (!field.value) field.value = FIRST.seconds;
      this.onSeconds(Number(field.value));
      return;
    }
    field.checked = value;
    this.root.toggleAttribute(`data-with-${name}`, value);
  }
}
