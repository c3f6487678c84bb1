/** The panel that shows an answer: digits, texts, boxes, probabilities, what was removed. */
import { copyResultText, copyText } from "../clipboard.js";
import { cloneTemplate, closest, find, findAll } from "../dom.js";
import {
  confidenceLine,
  readingTexts,
  removalOf,
  spokenReading,
  verdictText,
} from "../reading-texts.js";
import { fill, formatDuration, formatList, gettext } from "../texts.js";
import { BoxedImage } from "./boxed-image.js";
import { showDigit, showSeen } from "./digit-details.js";

/** @import { Digit, Metadata, Reading } from "../api.js" */

/** @typedef {"drawing" | "sample" | undefined} SourceKind */

export class AnswerPanel {
  /**
   * @param {HTMLElement} root
   * @param {() => void} onExplain when the visitor asks what the model saw
   */
  constructor(root, onExplain) {
    this.root = root;
    /** @type {Digit[]} */
    this.digits = [];
    this.url = "";
    this.spokenText = "";
    this.copyLabel = find(root, "[data-copy-words]");
    this.defaultCopyText = this.copyLabel.textContent ?? "";
    this.image = new BoxedImage(find(root, "[data-frame]", SVGSVGElement), {
      onSelect: (index) => this.select(index),
      onHover: (index) => this.highlight(index),
    });
    this.listenToGlyphs();
    this.part("closers").addEventListener("click", (event) => {
      if (closest(event, "[data-explain]")) onExplain();
    });
    this.part("copy").addEventListener("click", () => this.copy());
  }

  listenToGlyphs() {
    const glyphs = this.part("glyphs");
    glyphs.addEventListener("change", ({ target }) =>
      this.select(this.indexOf(target)),
    );
    glyphs.addEventListener("pointerover", ({ target }) =>
      this.highlight(this.indexOf(target)),
    );
    glyphs.addEventListener("pointerout", () => this.highlight(-1));
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `[data-${name}]`);
  }

  get inputs() {
    return findAll(this.root, ".glyph-input", HTMLInputElement);
  }

  get details() {
    return findAll(this.root, "[data-closers] > [data-closer]");
  }

  /** @param {EventTarget | null} node */
  indexOf(node) {
    return this.inputs.indexOf(/** @type {HTMLInputElement} */ (node));
  }

  /**
   * Take over an answer that the server rendered.
   *
   * @param {Reading} reading
   */
  adopt({ digits }) {
    this.digits = digits;
    for (const [i, digit] of digits.entries()) showDigit(this.details[i], digit);
    this.image.labelBoxes(digits);
    this.select(0);
  }

  async copy() {
    const isCopied = await copyText(this.part("plain"));
    this.showCopyText(copyResultText(isCopied), true);
  }

  /**
   * @param {string} text
   * @param {boolean} isVisible or for screen readers only, where the icon is enough
   */
  showCopyText(text, isVisible) {
    updateText(this.copyLabel, text);
    this.copyLabel.classList.toggle("spoken", !isVisible);
  }

  /**
   * Show an answer; announce() speaks it.
   *
   * @param {Reading} reading
   * @param {string} url of the picture
   * @param {{ kind?: SourceKind, explainsLater?: boolean }} [options]
   */
  show(reading, url, { kind, explainsLater = false } = {}) {
    const { digits, metadata, text, tookMs, verdict } = reading;
    this.showVerdict(verdict, verdictText(verdict));
    this.part("sure").textContent = digits.length ? confidenceLine(reading) : "";
    this.part("took").textContent = durationText(tookMs);
    this.part("plain").textContent = text;
    this.part("copy").hidden = !text;
    this.showCopyText(this.defaultCopyText, false);
    this.spokenText = spokenReading(reading);
    this.digits = digits;
    this.showGlyphs();
    this.showPicture(reading, url);
    this.showDetails(explainsLater);
    this.showRemoval(metadata, kind);
    this.select(0);
  }

  /**
   * @param {string} verdict
   * @param {[title: string, advice: string]} text
   */
  showVerdict(verdict, [title, advice]) {
    this.root.dataset.verdict = verdict;
    this.part("verdict-title").textContent = title;
    this.part("advice").textContent = advice;
  }

  announce() {
    updateText(this.part("spoken"), this.spokenText);
  }

  /** Go back to the state before the first picture. */
  reset() {
    this.clear("waiting", verdictText("waiting"));
    this.showRemovalText(readingTexts().removal.waiting);
    this.part("spoken").textContent = "";
  }

  /** @param {string} text why there is no answer */
  fail(text) {
    const [title] = verdictText("failed");
    this.clear("failed", [title, text]);
    this.spokenText = text;
    this.announce();
  }

  /**
   * @param {string} verdict
   * @param {[title: string, advice: string]} text
   */
  clear(verdict, text) {
    this.showVerdict(verdict, text);
    for (const name of ["sure", "took", "plain"]) this.part(name).textContent = "";
    this.part("copy").hidden = true;
    this.digits = [];
    this.showGlyphs();
    this.showDetails();
    this.image.clear();
  }

  showGlyphs() {
    const legend = find(this.part("glyphs"), "legend");
    let line = 0;
    const parts = this.digits.flatMap((digit) => {
      const glyph = cloneTemplate(this.root, "[data-glyph-template]");
      find(glyph, ".glyph-digit").textContent = String(digit.label);
      const isNewLine = digit.line !== line;
      line = digit.line;
      return isNewLine ? [createLineBreak(), glyph] : [glyph];
    });
    this.part("glyphs").replaceChildren(legend, ...parts);
  }

  /**
   * @param {Reading} reading
   * @param {string} url
   */
  showPicture(reading, url) {
    if (this.url.startsWith("blob:")) URL.revokeObjectURL(this.url);
    this.url = url;
    this.image.show(reading, url);
  }

  showDetails(explainsLater = false) {
    const shown = this.digits.length ? this.digits : [null];
    const details = shown.map((digit) => {
      const node = cloneTemplate(this.root, "[data-closer-template]");
      if (digit) showDigit(node, digit);
      if (explainsLater) find(node, "[data-explain]").hidden = true;
      return node;
    });
    this.part("closers").replaceChildren(...details);
  }

  /**
   * @param {Metadata} metadata
   * @param {SourceKind} kind
   */
  showRemoval(metadata, kind) {
    if (kind) {
      this.showRemovalText(ownPictureText(kind));
      return;
    }
    const { facts, text } = removalOf(metadata);
    this.showRemovalText(text, facts, metadata.removed);
  }

  /**
   * @param {string} text
   * @param {string[]} [facts]
   * @param {string[]} [tags]
   */
  showRemovalText(text, facts = [], tags = []) {
    this.part("removed-words").textContent = text;
    this.part("removed-facts").replaceChildren(...facts.map(createItem));
    this.part("removed-names").textContent = formatList(tags);
    this.part("removed-more").hidden = tags.length === 0;
  }

  /** @param {number} index */
  select(index) {
    for (const [i, node] of this.details.entries()) node.hidden = i !== index;
    this.image.select(index);
    const input = this.inputs[index];
    if (input) input.checked = true;
  }

  /**
   * Highlight a digit together with its box.
   *
   * @param {number} index
   */
  highlight(index) {
    this.image.highlight(index);
    for (const [i, input] of this.inputs.entries()) {
      input.parentElement?.classList.toggle("glyph-near", i === index);
    }
  }

  /**
   * Add what the model saw, from a later answer.
   *
   * @param {Digit[]} digits
   */
  explain(digits) {
    for (const [i, node] of this.details.entries()) showSeen(node, digits[i] ?? {});
  }
}

/**
 * A screen reader would speak the same text again.
 *
 * @param {HTMLElement} node
 * @param {string} text
 */
function updateText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {number} [tookMs] */
function durationText(tookMs) {
  if (tookMs === undefined) return "";
  return fill(gettext("Answered in {time}"), { time: formatDuration(tookMs) });
}

/** @param {"drawing" | "sample"} kind */
function ownPictureText(kind) {
  return kind === "drawing"
    ? gettext("A drawing made here contains nothing but its strokes.")
    : gettext(
        "A sample drawn by this page: it contains no personal data and is not saved.",
      );
}

/** @param {string} text */
function createItem(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

function createLineBreak() {
  const node = document.createElement("span");
  node.className = "glyph-break";
  return node;
}
