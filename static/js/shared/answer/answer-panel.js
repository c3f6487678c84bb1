// The panel that shows an answer: digits, words, boxes, chances, what was removed.
import { copyText } from "../clipboard.js";
import { BoxedImage } from "./boxed-image.js";
import {
  confidenceWords, fill, percent, removedWords, spokenWords, timeWords,
} from "../texts.js";

export class AnswerPanel {
  // onExplain is told when the visitor asks what the model saw, where it is not known.
  constructor(root, phrases, onExplain) {
    this.root = root;
    this.phrases = phrases;
    this.digits = [];
    this.address = "";
    this.frame = new BoxedImage(this.part("frame"), phrases, {
      onChoose: (index) => this.select(index),
      onPoint: (index) => this.point(index),
    });
    this.listenToGlyphs();
    this.part("closers").addEventListener("click", (event) => {
      if (event.target.closest("[data-explain]")) onExplain();
    });
    this.part("copy").addEventListener("click", () => this.copy());
  }

  listenToGlyphs() {
    const glyphs = this.part("glyphs");
    glyphs.addEventListener("change", (event) =>
      this.select(this.inputs.indexOf(event.target)));
    ["pointerover", "pointerout"].forEach((name) =>
      glyphs.addEventListener(name, ({ target }) =>
        this.point(name === "pointerover" ? this.inputs.indexOf(target) : -1)));
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  all(selector) {
    return [...this.root.querySelectorAll(selector)];
  }

  get inputs() {
    return this.all(".glyph-input");
  }

  get closers() {
    return this.all("[data-closers] > [data-closer]");
  }

  // Takes over an answer that the server wrote.
  adopt(reading) {
    this.digits = reading.digits;
    this.closers.forEach((closer, i) => showDigit(closer, this.digits[i]));
    this.frame.name(this.digits);
    this.select(0);
  }

  async copy() {
    const isCopied = await copyText(this.part("plain"));
    const { copied, uncopied } = this.phrases.states;
    this.sayCopy(isCopied ? copied : uncopied, true);
  }

  // The icon says enough until there is something to tell.
  sayCopy(words, isSeen) {
    // Screen readers would say the same words again with each stroke.
    if (this.part("copy-words").textContent !== words) {
      this.part("copy-words").textContent = words;
    }
    this.part("copy-words").classList.toggle("spoken", !isSeen);
  }

  // Shows an answer without a word to screen readers: announce() says it. An answer
  // isExplained if what the model saw comes by itself; removal names what to say about
  // pictures that can't have told anything.
  show(reading, address, { removal = "", isExplained = false } = {}) {
    const { levels, states } = this.phrases;
    this.head(reading.verdict, this.phrases.verdicts[reading.verdict]);
    this.part("sure").textContent = reading.digits.length
      ? `${confidenceWords(reading.confidence, levels)}: ${percent(reading.confidence)}`
      : "";
    const time = timeWords(reading.tookMs);
    this.part("took").textContent = time && fill(states.took, { time });
    this.part("plain").textContent = reading.text;
    this.part("copy").hidden = !reading.text;
    this.sayCopy(states.copy, false);
    this.words = spokenWords(reading, this.phrases);
    this.digits = reading.digits;
    this.showGlyphs();
    this.showPicture(reading, address);
    this.showClosers(isExplained);
    this.showRemoved(reading.metadata, this.phrases.removal[removal]);
    this.select(0);
  }

  head(verdict, [title, advice]) {
    this.root.dataset.verdict = verdict;
    this.part("verdict-title").textContent = title;
    this.part("advice").textContent = advice;
  }

  // The same words are not said again.
  announce() {
    if (this.part("spoken").textContent !== this.words) {
      this.part("spoken").textContent = this.words;
    }
  }

  // Back to how it was before the first picture.
  wait() {
    this.empty("waiting", this.phrases.verdicts.waiting);
    this.showRemoved({}, this.phrases.removal.waiting);
    this.part("spoken").textContent = "";
  }

  // Says beside the place of the answer why there is none.
  fail(words) {
    const [title] = this.phrases.verdicts.failed;
    this.empty("failed", [title, words]);
    this.words = words;
    this.announce();
  }

  empty(verdict, head) {
    this.head(verdict, head);
    ["sure", "took", "plain"].forEach((name) => { this.part(name).textContent = ""; });
    this.part("copy").hidden = true;
    this.digits = [];
    this.showGlyphs();
    this.showClosers();
    this.frame.clear();
  }

  showGlyphs() {
    const legend = this.part("glyphs").querySelector("legend");
    let line = 0;
    const parts = this.digits.flatMap((digit) => {
      const glyph = this.clone("glyph-template");
      glyph.querySelector(".glyph-digit").textContent = digit.label;
      const isNewLine = digit.line !== line;
      line = digit.line;
      return isNewLine ? [lineBreak(), glyph] : [glyph];
    });
    this.part("glyphs").replaceChildren(legend, ...parts);
  }

  showPicture(reading, address) {
    if (this.address.startsWith("blob:")) URL.revokeObjectURL(this.address);
    this.address = address;
    this.frame.show(reading, address);
  }

  showClosers(isExplained = false) {
    const shown = this.digits.length ? this.digits : [null];
    this.part("closers").replaceChildren(...shown.map((digit) => {
      const closer = this.clone("closer-template");
      if (digit) showDigit(closer, digit);
      if (isExplained) closer.querySelector("[data-explain]").hidden = true;
      return closer;
    }));
  }

  showRemoved(metadata, words) {
    const names = words ? [] : metadata.removed;
    this.part("removed-words").textContent = words || removedWords(metadata, this.phrases);
    this.part("removed-names").textContent = names.join(", ");
    this.part("removed-more").hidden = names.length === 0;
  }

  clone(name) {
    return this.part(name).content.firstElementChild.cloneNode(true);
  }

  select(index) {
    this.closers.forEach((closer, i) => { closer.hidden = i !== index; });
    this.frame.choose(index);
    const input = this.inputs[index];
    if (input) input.checked = true;
  }

  // A digit and its box light up together.
  point(index) {
    this.frame.point(index);
    this.inputs.forEach((input, i) =>
      input.parentElement.classList.toggle("glyph-near", i === index));
  }

  // Adds the fields that the model saw, where a later answer brings them.
  explain(digits) {
    this.closers.forEach((closer, i) => showSeen(closer, digits[i] ?? {}));
  }
}

function showDigit(closer, digit) {
  const bars = closer.querySelectorAll(".bar");
  const best = Math.max(...digit.probabilities);
  digit.probabilities.forEach((probability, label) => {
    const bar = bars[label];
    bar.classList.toggle("bar-best", probability === best);
    bar.querySelector(".bar-fill").setAttribute("width", probability);
    bar.querySelector(".bar-figure").textContent = percent(probability);
  });
  showSeen(closer, digit);
}

function showSeen(closer, { seen, heat }) {
  closer.querySelector("[data-explain]").hidden = Boolean(seen);
  if (!seen) return;
  const picture = closer.querySelector("[data-seen]");
  picture.src = seen;
  picture.hidden = false;
  if (!heat) return;
  const veil = closer.querySelector("[data-heat]");
  veil.style.maskImage = `url("${heat}")`;
  veil.hidden = false;
  closer.querySelector("[data-heat-words]").hidden = false;
}

function lineBreak() {
  const part = document.createElement("span");
  part.className = "glyph-break";
  return part;
}
