// What is said beneath a slide, and to those who hear it.
import { confidenceWords, fill, percent } from "../shared/texts.js";

export class Caption {
  constructor(root, phrases) {
    this.root = root;
    this.phrases = phrases;
    const { lang } = document.documentElement;
    this.clock = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });
  }

  part(name) {
    return this.root.querySelector(`[data-caption-${name}]`);
  }

  // Empty, but as tall, until it is known what to say.
  clear() {
    this.root.classList.add("caption-waiting");
  }

  show(photo, { page, correct }) {
    const standing = standingOf(photo);
    this.root.classList.remove("caption-waiting");
    this.part("label").textContent = this.labelOf(photo);
    this.part("badge").dataset.verdict = standing;
    this.part("badge").textContent = this.phrases.standings[standing];
    this.part("sure").textContent = this.sureOf(photo);
    this.part("time").dateTime = photo.created;
    this.part("time").textContent = this.clock.format(new Date(photo.created));
    this.part("page").href = page;
    this.part("correct").href = correct;
  }

  labelOf(photo) {
    return oneLine(photo.correction ?? photo.reading.text) || this.phrases.slides.nothing;
  }

  // Of a corrected picture it counts what the reader had taken it for.
  sureOf({ correction, reading }) {
    const { slides, levels } = this.phrases;
    if (correction !== null) {
      return fill(slides.was, { text: oneLine(reading.text) || slides.nothing });
    }
    if (!reading.text) return "";
    return `${confidenceWords(reading.confidence, levels)}: ${percent(reading.confidence)}`;
  }

  altOf(photo) {
    return fill(this.phrases.slides.alt, { text: this.labelOf(photo) });
  }

  spokenOf(photo, place, count) {
    const text = this.labelOf(photo);
    const standing = this.phrases.standings[standingOf(photo)];
    return fill(this.phrases.slides.spoken, { place, count, text, standing });
  }
}

function standingOf({ correction, reading }) {
  return correction === null ? reading.verdict : "corrected";
}

function oneLine(text) {
  return text.split("\n").join(" ");
}
