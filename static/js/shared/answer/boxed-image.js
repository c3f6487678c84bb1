/**
 * The picture with a box around every digit; boxes are chosen by pointer or keys.
 *
 * Of several numbers, the one that a digit belongs to has a box around all of it.
 */
import { fill, gettext } from "../texts.js";

/** @import { Digit, Reading, WrittenNumber } from "../api.js" */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Record<string, number>} */
const STEPS = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Enter: 0,
  " ": 0,
};

export class BoxedImage {
  /**
   * @param {SVGSVGElement} root
   * @param {object} hooks
   * @param {(index: number) => void} hooks.onSelect
   * @param {(indices: number[]) => void} hooks.onHover none where no box is
   */
  constructor(root, { onSelect, onHover }) {
    this.root = root;
    this.onSelect = onSelect;
    /** @type {WrittenNumber[]} */
    this.numbers = [];
    root.addEventListener("click", ({ target }) => {
      const index = this.indexOf(target);
      if (index >= 0) onSelect(index);
    });
    root.addEventListener("pointerover", ({ target }) => {
      const index = this.indexOf(target);
      onHover(index < 0 ? [] : [index]);
    });
    root.addEventListener("pointerout", () => onHover([]));
    root.addEventListener("keydown", (event) => this.handleKey(event));
  }

  get boxes() {
    return /** @type {SVGPathElement[]} */ ([...this.root.querySelectorAll(".box")]);
  }

  get numberBoxes() {
    return /** @type {SVGPathElement[]} */ ([
      ...this.root.querySelectorAll(".number-box"),
    ]);
  }

  /** @param {EventTarget | null} node */
  indexOf(node) {
    return this.boxes.indexOf(/** @type {SVGPathElement} */ (node));
  }

  /** @param {KeyboardEvent} event */
  handleKey(event) {
    const index = this.indexOf(event.target);
    const step = STEPS[event.key];
    if (index < 0 || step === undefined) return;
    event.preventDefault();
    const { boxes } = this;
    const next = (index + step + boxes.length) % boxes.length;
    this.onSelect(next);
    boxes[next].focus();
  }

  /**
   * @param {Reading} reading
   * @param {string} url of the picture
   */
  show(reading, url) {
    const { width, height } = reading.photo;
    const viewBox = `0 0 ${width} ${height}`;
    const isSameSize = this.root.getAttribute("viewBox") === viewBox;
    this.root.setAttribute("viewBox", viewBox);
    const picture = createElement("image", { href: url, width, height });
    picture.setAttribute("preserveAspectRatio", "none");
    const former = isSameSize ? [...this.root.querySelectorAll("image")] : [];
    removeOnceLoaded(former, picture);
    this.root.replaceChildren(...former, picture);
    this.showBoxes(reading);
  }

  /**
   * Take over the picture that the server rendered.
   *
   * @param {Reading} reading
   */
  adopt(reading) {
    for (const box of this.boxes) box.remove();
    this.showBoxes(reading);
  }

  /** @param {Reading} reading */
  showBoxes({ digits, numbers }) {
    this.numbers = numbers.length > 1 ? numbers : [];
    this.root.append(
      ...this.numbers.map(({ box }) => createBox("number-box", box)),
      ...digits.map(({ box }) => createBox("box", box)),
    );
    this.labelBoxes(digits);
  }

  clear() {
    this.root.replaceChildren();
  }

  /** @param {Digit[]} digits */
  labelBoxes(digits) {
    this.boxes.forEach((box, i) => {
      const values = { label: digits[i].label, place: i + 1, count: digits.length };
      const text = fill(gettext("{label}, digit {place} of {count}"), values);
      box.setAttribute("role", "button");
      box.setAttribute("aria-label", text);
    });
  }

  /**
   * Mark the selected box, the only stop for the Tab key.
   *
   * @param {number} index
   */
  select(index) {
    this.boxes.forEach((box, i) => {
      box.classList.toggle("box-chosen", i === index);
      box.setAttribute("aria-pressed", String(i === index));
      box.setAttribute("tabindex", i === index ? "0" : "-1");
    });
    this.markNumbers("number-box-chosen", [index]);
  }

  /** @param {number[]} indices */
  highlight(indices) {
    this.boxes.forEach((box, i) => {
      box.classList.toggle("box-near", indices.includes(i));
    });
    this.markNumbers("number-box-near", indices);
  }

  /**
   * @param {string} className
   * @param {number[]} indices of digits
   */
  markNumbers(className, indices) {
    this.numberBoxes.forEach((box, i) => {
      const isMarked = this.numbers[i].digits.some((one) => indices.includes(one));
      box.classList.toggle(className, isMarked);
    });
  }
}

/**
 * Keep the former pictures until the new one is loaded, so that a drawing does not blink.
 *
 * @param {Element[]} former
 * @param {Element} picture
 */
function removeOnceLoaded(former, picture) {
  for (const event of ["load", "error"]) {
    picture.addEventListener(event, () => {
      for (const node of former) node.remove();
    });
  }
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function createElement(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes))
    node.setAttribute(key, String(value));
  return node;
}

/**
 * @param {string} className
 * @param {Digit["box"]} box
 */
function createBox(className, [left, top, right, bottom]) {
  const d = `M${left} ${top}H${right}V${bottom}H${left}Z`;
  return createElement("path", { class: className, d });
}
