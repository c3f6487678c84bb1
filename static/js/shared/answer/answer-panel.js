/** The panel that shows an answer: numbers, texts, boxes, probabilities, what was removed. */
import { copyResultText, copyText } from "../clipboard.js";
import { closest, find, findAll } from "../dom.js";
import {
  adviceOn,
  confidenceLine,
  spokenReading,
  verdictText,
} from "../reading-texts.js";
import { fill, formatDuration, gettext, ngettext } from "../texts.js";
import { BoxedImage } from "./boxed-image.js";
import { showDigit } from "./digit-details.js";
import { NumberView } from "./number-view.js";
import { RemovalNotice } from "./removal-notice.js";
import { layoutOf, linesOf, rowsOf, toCsv, toText } from "./written-numbers.js";

/** @import { Digit, Reading, WrittenNumber } from "../api.js" */
/** @import { SourceKind } from "./removal-notice.js" */

export class AnswerPanel {
  /**
   * @param {HTMLElement} root
   * @param {() => void} onExplain when the visitor asks what the model saw
   */
  constructor(root, onExplain) {
    this.root = root;
    /** @type {Digit[]} */
    this.digits = [];
    /** @type {WrittenNumber[]} */
    this.numbers = [];
    this.index = 0;
    this.explainsLater = false;
    this.url = "";
    this.spokenText = "";
    const hooks = {
      onSelect: (/** @type {number} */ index) => this.select(index),
      onHover: (/** @type {number[]} */ indices) => this.highlight(indices),
    };
    this.view = new NumberView(root, hooks);
    this.image = new BoxedImage(find(root, "[data-frame]", SVGSVGElement), hooks);
    this.removal = new RemovalNotice(root);
    this.part("closers").addEventListener("click", (event) => {
      if (closest(event, "[data-explain]")) onExplain();
    });
    this.offerCopy("copy", () => toText(this.numbers));
    this.offerCopy("copy-csv", () => toCsv(this.numbers));
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `[data-${name}]`);
  }

  /**
   * @param {string} name of the button
   * @param {() => string} getText
   */
  offerCopy(name, getText) {
    const label = this.part(`${name}-words`);
    this.part(name).addEventListener("click", async () => {
      const plain = this.part("plain");
      plain.textContent = getText();
      updateText(label, copyResultText(await copyText(plain)));
      label.classList.remove("spoken");
    });
  }

  /** Buttons that said what they did say again what they do. */
  resetCopy() {
    for (const name of ["copy", "copy-csv"]) {
      const label = this.part(`${name}-words`);
      updateText(label, label.dataset.words ?? "");
      label.classList.toggle("spoken", name === "copy");
    }
  }

  /**
   * Take over an answer that the server rendered.
   *
   * @param {Reading} reading
   */
  adopt(reading) {
    const [first, ...others] = findAll(this.root, "[data-closers] > [data-closer]");
    for (const node of others) node.remove();
    first.hidden = false;
    this.image.adopt(reading);
    this.showNumbers(reading);
    this.select(0);
  }

  /**
   * Show an answer; announce() speaks it.
   *
   * @param {Reading} reading
   * @param {string} url of the picture
   * @param {{ kind?: SourceKind, explainsLater?: boolean }} [options]
   */
  show(reading, url, { kind, explainsLater = false } = {}) {
    const { digits, metadata, tookMs, verdict } = reading;
    const [title] = verdictText(verdict);
    this.explainsLater = explainsLater;
    this.showVerdict(verdict, [title, adviceOn(reading)]);
    this.part("sure").textContent = digits.length ? confidenceLine(reading) : "";
    this.part("took").textContent = durationText(tookMs);
    this.spokenText = spokenReading(reading);
    this.showNumbers(reading);
    this.showPicture(reading, url);
    this.removal.show(metadata, kind);
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
    this.removal.reset();
    this.part("spoken").textContent = "";
  }

  /**
   * @param {string} text why there is no answer
   * @param {"failed" | "delayed"} verdict
   */
  fail(text, verdict) {
    const [title] = verdictText(verdict);
    this.clear(verdict, [title, text]);
    this.spokenText = text;
    this.announce();
  }

  /**
   * @param {string} verdict
   * @param {[title: string, advice: string]} text
   */
  clear(verdict, text) {
    this.showVerdict(verdict, text);
    for (const name of ["sure", "took"]) this.part(name).textContent = "";
    this.showNumbers({ digits: [], numbers: [] });
    this.image.clear();
  }

  /** @param {Pick<Reading, "digits" | "numbers">} reading */
  showNumbers({ digits, numbers }) {
    const layout = layoutOf(numbers);
    this.digits = digits;
    this.numbers = numbers;
    this.root.dataset.layout = layout;
    this.view.show({ digits, numbers }, layout);
    this.part("plain").textContent = toText(numbers);
    this.part("copy").hidden = !numbers.length;
    this.part("summary").textContent = summaryOf(numbers);
    this.resetCopy();
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

  /** @param {number} index of a digit */
  select(index) {
    this.index = index;
    this.view.select(index);
    this.image.select(index);
    this.showDetails();
  }

  showDetails() {
    const node = find(this.root, "[data-closers] > [data-closer]");
    const digit = this.digits[this.index];
    if (!digit) return;
    showDigit(node, digit);
    if (this.explainsLater) find(node, "[data-explain]").hidden = true;
  }

  /**
   * Highlight digits together with their boxes.
   *
   * @param {number[]} indices
   */
  highlight(indices) {
    this.image.highlight(indices);
    this.view.highlight(indices);
  }

  /**
   * Add what the model saw, from a later answer.
   *
   * @param {Digit[]} digits
   */
  explain(digits) {
    this.explainsLater = false;
    for (const [i, digit] of this.digits.entries()) {
      digit.seen = digits[i]?.seen;
      digit.heat = digits[i]?.heat;
    }
    this.showDetails();
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

/**
 * Return how many numbers there are, and in how many lines or cells.
 *
 * @param {WrittenNumber[]} numbers
 */
function summaryOf(numbers) {
  const layout = layoutOf(numbers);
  if (layout === "table") {
    const rows = rowsOf(numbers);
    const text = gettext("Grid, {rows} × {columns}");
    return fill(text, { rows: rows.length, columns: rows[0].length });
  }
  if (layout !== "list") return "";
  const [count, lines] = [numbers.length, linesOf(numbers).length];
  const inLines = ngettext("in {lines} line", "in {lines} lines", lines);
  const text = ngettext("{count} number", "{count} numbers", count);
  return fill(`${text} ${inLines}`, { count, lines });
}
