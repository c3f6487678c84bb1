// One slide: a picture, the boxes over it, and what the server knows about it.
import { Problem, readPhotos } from "../shared/api.js";

const SVG = "http://www.w3.org/2000/svg";
// What was known for so long may have changed elsewhere.
const FRESH_MS = 10_000;
// Of the picture's longer side.
const BOX_LABEL = 1 / 28;

export class Slide {
  constructor(node, addresses) {
    this.node = node;
    this.addresses = addresses;
    this.picture = node.querySelector("[data-picture]");
    this.boxes = node.querySelector("[data-boxes]");
    this.leaving = new AbortController();
    this.photo = null;
  }

  // The small picture stands in: the strip has it already.
  reveal() {
    const { picture, addresses, isLoaded } = this;
    this.node.classList.add("slide-shown");
    if (!isLoaded) picture.style.backgroundImage = `url("${addresses.thumbnail}")`;
  }

  conceal() {
    this.node.classList.remove("slide-shown");
  }

  // Loads what is not loaded yet; what failed is tried again.
  async load() {
    const [photo, picture] = await Promise.allSettled([this.ask(), this.loadPicture()]);
    const isFailed = "reason" in photo || "reason" in picture;
    this.node.toggleAttribute("data-failed", isFailed && !this.leaving.signal.aborted);
    if ("reason" in photo) throw photo.reason;
    if ("reason" in picture) throw new Problem("offline");
  }

  ask() {
    this.asked ??= this.refresh().catch((problem) => {
      this.asked = null;
      throw problem;
    });
    return this.asked;
  }

  async refresh() {
    this.photo = await readPhotos(this.addresses.photo, this.leaving.signal);
    this.askedAt = Date.now();
    this.drawBoxes(this.photo.reading);
  }

  get isStale() {
    return this.photo && Date.now() - this.askedAt > FRESH_MS;
  }

  async loadPicture() {
    if (this.isLoaded) return;
    this.picture.src = this.addresses.image;
    await this.picture.decode();
    this.isLoaded = true;
    this.picture.style.backgroundImage = "";
  }

  drawBoxes({ photo, digits }) {
    const size = Math.max(photo.width, photo.height) * BOX_LABEL;
    this.boxes.setAttribute("viewBox", `0 0 ${photo.width} ${photo.height}`);
    this.boxes.replaceChildren(...digits.flatMap((digit) => [
      boxOf(digit), labelOf(digit, size),
    ]));
  }

  // What is still under way is broken off: the visitor has gone on.
  close() {
    this.leaving.abort();
    this.picture.removeAttribute("src");
    this.node.remove();
  }
}

function boxOf({ box: [left, top, right, bottom] }) {
  const node = document.createElementNS(SVG, "path");
  node.setAttribute("class", "slide-box");
  node.setAttribute("d", `M${left} ${top}H${right}V${bottom}H${left}Z`);
  return node;
}

function labelOf({ label, box: [left, top] }, size) {
  const node = document.createElementNS(SVG, "text");
  node.setAttribute("class", "slide-label");
  node.setAttribute("x", left);
  node.setAttribute("y", Math.max(top - size / 4, size));
  node.setAttribute("font-size", size);
  node.textContent = label;
  return node;
}
