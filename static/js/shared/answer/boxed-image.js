// The picture with a box around every digit, which mouse, finger and keys choose.
import { fill } from "../texts.js";

const SVG = "http://www.w3.org/2000/svg";
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class BoxedImage {
  // onChoose and onPoint are told the index of a box; onPoint -1 where there is none.
  constructor(root, phrases, { onChoose, onPoint }) {
    this.root = root;
    this.phrases = phrases;
    root.addEventListener("click", ({ target }) => {
      if (this.boxes.includes(target)) onChoose(this.boxes.indexOf(target));
    });
    ["pointerover", "pointerout"].forEach((name) => root.addEventListener(name, (event) =>
      onPoint(name === "pointerover" ? this.boxes.indexOf(event.target) : -1)));
    root.addEventListener("keydown", (event) => {
      const index = this.boxes.indexOf(event.target);
      if (index >= 0) this.press(event, index, onChoose);
    });
  }

  get boxes() {
    return [...this.root.querySelectorAll(".box")];
  }

  press(event, index, onChoose) {
    const step = STEPS[event.key] ?? (["Enter", " "].includes(event.key) ? 0 : null);
    if (step === null) return;
    event.preventDefault();
    const { boxes } = this;
    const next = (index + step + boxes.length) % boxes.length;
    onChoose(next);
    boxes[next].focus();
  }

  show({ photo, digits }, address) {
    const { width, height } = photo;
    const viewBox = `0 0 ${width} ${height}`;
    const isLike = this.root.getAttribute("viewBox") === viewBox;
    this.root.setAttribute("viewBox", viewBox);
    const picture = element("image", { href: address, width, height });
    picture.setAttribute("preserveAspectRatio", "none");
    const former = isLike ? [...this.root.querySelectorAll("image")] : [];
    dropOnceSeen(former, picture);
    this.root.replaceChildren(...former, picture, ...digits.map(boxElement));
    this.name(digits);
  }

  clear() {
    this.root.replaceChildren();
  }

  name(digits) {
    const { box } = this.phrases.states;
    this.boxes.forEach((node, i) => {
      const words = { label: digits[i].label, place: i + 1, count: digits.length };
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", fill(box, words));
    });
  }

  // One stop for the Tab key; arrows go from box to box.
  choose(index) {
    this.boxes.forEach((box, i) => {
      box.classList.toggle("box-chosen", i === index);
      box.setAttribute("aria-pressed", i === index);
      box.setAttribute("tabindex", i === index ? 0 : -1);
    });
  }

  point(index) {
    this.boxes.forEach((box, i) => box.classList.toggle("box-near", i === index));
  }
}

// So that a drawing does not blink with each stroke.
function dropOnceSeen(former, picture) {
  ["load", "error"].forEach((name) => picture.addEventListener(name, () =>
    former.forEach((node) => node.remove())));
}

function element(name, attributes) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}

function boxElement({ box: [left, top, right, bottom] }) {
  const d = `M${left} ${top}H${right}V${bottom}H${left}Z`;
  return element("path", { class: "box", d });
}
