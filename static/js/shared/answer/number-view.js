/** The numbers of an answer: large digits, lines, or a table; each can be chosen. */
import { cloneTemplate, closest, find, findAll } from "../dom.js";
import { isDoubtful } from "../reading-texts.js";
import { linesOf, partsOf, rowsOf } from "./written-numbers.js";

/** @import { Digit, WrittenNumber } from "../api.js" */
/** @import { Layout, Part } from "./written-numbers.js" */

/** @typedef {{ digits: Digit[], numbers: WrittenNumber[] }} Content */

export class NumberView {
  /**
   * @param {HTMLElement} root of the answer
   * @param {object} hooks
   * @param {(index: number) => void} hooks.onSelect of a digit
   * @param {(indices: number[]) => void} hooks.onHover
   */
  constructor(root, { onSelect, onHover }) {
    this.root = root;
    this.field = find(root, "[data-numbers]");
    this.chips = find(root, "[data-chips]");
    /** @type {Content} */
    this.content = { digits: [], numbers: [] };
    this.hasChips = false;
    for (const part of [this.field, this.chips]) {
      part.addEventListener("change", (event) => onSelect(indexAt(event)));
      part.addEventListener("click", (event) => {
        // A digit of a number is meant, not its first one.
        if (closest(event, ".number .glyph-digit")) onSelect(indexAt(event));
      });
      part.addEventListener("pointerover", (event) => onHover(this.indicesAt(event)));
      part.addEventListener("pointerout", () => onHover([]));
    }
  }

  /**
   * @param {Content} content
   * @param {Layout} layout
   */
  show({ digits, numbers }, layout) {
    this.content = { digits, numbers };
    this.hasChips = layout === "list" || layout === "table";
    const legend = find(this.field, "legend");
    const table = layout === "table" ? [this.createTable()] : [];
    const lines = layout !== "table" && numbers.length ? [this.createLines()] : [];
    this.field.replaceChildren(legend, ...table, ...lines);
    this.showChips();
  }

  get inputs() {
    return findAll(this.root, ".glyph-input", HTMLInputElement);
  }

  /** @param {number} index of a digit */
  ownerOf(index) {
    return this.content.numbers.find(({ digits }) => digits.includes(index));
  }

  /**
   * Return the digits under the pointer: one, or all of a number.
   *
   * @param {Event} event
   */
  indicesAt(event) {
    const index = indexAt(event);
    if (index < 0) return [];
    const isDigit = closest(event, ".glyph, .glyph-digit");
    return isDigit ? [index] : (this.ownerOf(index)?.digits ?? []);
  }

  createLines() {
    const lines = linesOf(this.content.numbers).map((line) =>
      createElement("li", "line", this.createNumbers(line)),
    );
    return createElement("ol", "lines", lines);
  }

  createTable() {
    const box = cloneTemplate(this.root, "[data-table-template]");
    const rows = rowsOf(this.content.numbers).map((row) => {
      const cells = row.map((cell) =>
        createElement("td", "", this.createNumbers(cell)),
      );
      return createElement("tr", "", cells);
    });
    find(box, "tbody").replaceChildren(...rows);
    return box;
  }

  /**
   * @param {WrittenNumber[]} numbers
   * @returns {Node[]} with spaces, as scripts and screen readers take them
   */
  createNumbers(numbers) {
    return numbers.flatMap((number, i) => {
      const node = this.hasChips
        ? this.createChoice(number)
        : this.createGlyphs(number);
      return i ? [document.createTextNode(" "), node] : [node];
    });
  }

  /** @param {WrittenNumber} number that is chosen as a whole */
  createChoice(number) {
    const node = cloneTemplate(this.root, "[data-number-template]");
    const parts = partsOf(number).map((part) => this.createCharacter(part));
    const isMarked = number.digits.some((i) => isDoubtful(this.content.digits[i]));
    node.dataset.index = String(number.digits[0]);
    find(node, ".number-text").replaceChildren(...parts);
    if (!isMarked) find(node, ".doubt-words").remove();
    return node;
  }

  /** @param {WrittenNumber} number whose digits are chosen one by one */
  createGlyphs(number) {
    const parts = partsOf(number).map((part) =>
      part.index < 0 ? this.createCharacter(part) : this.createGlyph(part.index),
    );
    return createElement("span", "number", parts);
  }

  /** @param {number} index */
  createGlyph(index) {
    const digit = this.content.digits[index];
    const node = cloneTemplate(this.root, "[data-glyph-template]");
    node.dataset.index = String(index);
    node.classList.toggle("glyph-doubtful", isDoubtful(digit));
    find(node, ".glyph-digit").textContent = String(digit.label);
    if (!isDoubtful(digit)) find(node, ".doubt-words").remove();
    return node;
  }

  /** @param {Part} part */
  createCharacter({ text, index }) {
    const node = createElement("span", index < 0 ? "sign" : "glyph-digit", []);
    node.textContent = text;
    if (index < 0) return node;
    node.dataset.index = String(index);
    node.classList.toggle("glyph-doubtful", isDoubtful(this.content.digits[index]));
    return node;
  }

  /** @param {number} [index] of a digit of the number whose digits are shown */
  showChips(index = -1) {
    const number = this.hasChips ? this.ownerOf(index) : undefined;
    const legend = find(this.chips, "legend");
    const glyphs = number?.digits.map((i) => this.createChip(i)) ?? [];
    this.chips.replaceChildren(legend, ...glyphs);
    this.chips.hidden = !this.hasChips;
  }

  /** @param {number} index */
  createChip(index) {
    const chip = this.createGlyph(index);
    find(chip, ".glyph-digit").className = "chip-digit";
    chip.classList.add("chip");
    return chip;
  }

  /** @param {number} index of a digit */
  select(index) {
    const owner = this.ownerOf(index);
    const isShown = this.chips.querySelector(`[data-index="${index}"]`);
    if (this.hasChips && !isShown) this.showChips(index);
    for (const input of this.inputs) {
      const place = Number(input.parentElement?.dataset.index);
      const isNumber = input.classList.contains("number-input");
      input.checked = place === (isNumber ? owner?.digits[0] : index);
    }
  }

  /** @param {number[]} indices */
  highlight(indices) {
    for (const { parentElement: label } of this.inputs) {
      const index = Number(label?.dataset.index);
      const isNumber = label?.classList.contains("number");
      const own = isNumber ? (this.ownerOf(index)?.digits ?? []) : [index];
      const isNear = own.some((i) => indices.includes(i));
      label?.classList.toggle("glyph-near", isNear);
    }
  }
}

/** @param {Event} event */
function indexAt(event) {
  return Number(closest(event, "[data-index]")?.dataset.index ?? -1);
}

/**
 * @param {string} name
 * @param {string} className
 * @param {Node[]} children
 */
function createElement(name, className, children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}
