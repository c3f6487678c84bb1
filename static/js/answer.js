// The panel that shows an answer: digits, words, boxes, chances, what was removed.
import { confidenceWords, percent, removedWords, spokenWords } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

export class Answer {
  // onExplain is told when the visitor asks what the model saw, where it is not known.
  constructor(root, phrases, onExplain) {
    this.root = root;
    this.phrases = phrases;
    this.digits = [];
    this.part("glyphs").addEventListener("change", (event) => {
      this.select(this.inputs.indexOf(event.target));
    });
    this.part("frame").addEventListener("click", (event) => {
      const index = this.boxes.indexOf(event.target);
      if (index >= 0) this.select(index);
    });
    this.part("closers").addEventListener("click", (event) => {
      if (event.target.closest("[data-explain]")) onExplain();
    });
    this.part("copy").addEventListener("click", () => this.copy());
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

  get boxes() {
    return this.all(".box");
  }

  get closers() {
    return this.all("[data-closers] > [data-closer]");
  }

  // Takes over an answer that the server wrote.
  adopt(reading) {
    this.digits = reading.digits;
    this.closers.forEach((closer, i) => showDigit(closer, this.digits[i]));
    this.select(0);
  }

  async copy() {
    const isCopied = await copyText(this.part("plain"));
    const { copied, uncopied } = this.phrases.states;
    this.sayCopy(isCopied ? copied : uncopied, true);
  }

  // The icon says enough until there is something to tell.
  sayCopy(words, isSeen) {
    this.part("copy-words").textContent = words;
    this.part("copy-words").classList.toggle("spoken", !isSeen);
  }

  show(reading, address, isDrawn = false) {
    const { verdicts, levels, states } = this.phrases;
    const [title, advice] = verdicts[reading.verdict];
    this.root.dataset.verdict = reading.verdict;
    this.part("verdict-title").textContent = title;
    this.part("advice").textContent = advice;
    this.part("sure").textContent = reading.digits.length
      ? `${confidenceWords(reading.confidence, levels)}: ${percent(reading.confidence)}`
      : "";
    this.part("plain").textContent = reading.text;
    this.part("copy").hidden = !reading.text;
    this.sayCopy(states.copy, false);
    this.part("spoken").textContent = spokenWords(reading, this.phrases);
    this.digits = reading.digits;
    this.showGlyphs();
    this.showPicture(reading, address);
    this.showClosers();
    this.showRemoved(reading.metadata, isDrawn);
    this.select(0);
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

  showPicture({ photo, digits }, address) {
    const frame = this.part("frame");
    const size = { width: photo.width, height: photo.height };
    frame.setAttribute("viewBox", `0 0 ${photo.width} ${photo.height}`);
    const picture = element("image", { href: address, ...size });
    picture.setAttribute("preserveAspectRatio", "none");
    frame.replaceChildren(picture, ...digits.map(({ box }) => boxElement(box)));
  }

  showClosers() {
    const shown = this.digits.length ? this.digits : [null];
    this.part("closers").replaceChildren(...shown.map((digit) => {
      const closer = this.clone("closer-template");
      if (digit) showDigit(closer, digit);
      return closer;
    }));
  }

  showRemoved(metadata, isDrawn) {
    const names = metadata.removed;
    this.part("removed-words").textContent = isDrawn
      ? this.phrases.removal.drawn
      : removedWords(metadata, this.phrases);
    this.part("removed-names").textContent = names.join(", ");
    this.part("removed-more").hidden = names.length === 0;
  }

  clone(name) {
    return this.part(name).content.firstElementChild.cloneNode(true);
  }

  select(index) {
    this.closers.forEach((closer, i) => { closer.hidden = i !== index; });
    this.boxes.forEach((box, i) => box.classList.toggle("box-chosen", i === index));
    const input = this.inputs[index];
    if (input) input.checked = true;
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

// The clipboard is there over HTTPS only; elsewhere the old way by a selection.
async function copyText(node) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(node.textContent)
      .then(() => true, () => false);
  }
  window.getSelection().selectAllChildren(node);
  const isCopied = document.execCommand("copy");
  window.getSelection().removeAllRanges();
  return isCopied;
}

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}

function boxElement([left, top, right, bottom]) {
  const d = `M${left} ${top}H${right}V${bottom}H${left}Z`;
  return element("path", { class: "box", d });
}

function lineBreak() {
  const part = document.createElement("span");
  part.className = "glyph-break";
  return part;
}
