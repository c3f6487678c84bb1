/** The picture with a box around every digit; boxes are chosen by pointer or keys. */
import { fill, gettext } from "../texts.js";

/** @import { Digit, Reading } from "../api.js" */

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
   * @param {(index: number) => void} hooks.onHover with -1 where no box is
   */
  constructor(root, { onSelect, onHover }) {
    this.root = root;
    this.onSelect = onSelect;
    root.addEventListener("click", ({ target }) => {
      const index = this.indexOf(target);
      if (index >= 0) onSelect(index);
    });
    root.addEventListener("pointerover", ({ target }) => onHover(this.indexOf(target)));
    root.addEventListener("pointerout", () => onHover(-1));
    root.addEventListener("keydown", (event) => this.handleKey(event));
  }

  get boxes() {
    return /** @type {SVGPathElement[]} */ ([...this.root.querySelectorAll(".box")]);
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
  show({ photo, digits }, url) {
    const { width, height } = photo;
    const viewBox = `0 0 ${width} ${height}`;
    const isSameSize = this.root.getAttribute("viewBox") === viewBox;
    this.root.setAttribute("viewBox", viewBox);
    const picture = createElement("image", { href: url, width, height });
    picture.setAttribute("preserveAspectRatio", "none");
    const former = isSameSize ? [...this.root.querySelectorAll("image")] : [];
    removeOnceLoaded(former, picture);
    this.root.replaceChildren(...former, picture, ...digits.map(createBox));
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
  }

  /** @param {number} index */
  highlight(index) {
    this.boxes.forEach((box, i) => {
      box.classList.toggle("box-near", i === index);
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

/** @param {Digit} digit */
function createBox({ box: [left, top, right, bottom] }) {
  const d = `M${left} ${top}H${right}V${bottom}H${left}Z`;
  return createElement("path", { class: "box", d });
}
