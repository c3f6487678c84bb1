/** One slide: a picture, the boxes over it, and its data from the server. */
import { ApiError, getPhoto } from "../shared/api.js";
import { find } from "../shared/dom.js";

/** @import { Digit, Photo, Reading } from "../shared/api.js" */

/** @typedef {{ photo: string, image: string, thumbnail: string }} SlideUrls */

const SVG = "http://www.w3.org/2000/svg";
// Older data may have changed elsewhere.
const FRESH_MS = 10_000;
// Height of a label, in parts of the picture's longer side.
const LABEL_RATIO = 1 / 28;

export class Slide {
  /**
   * @param {HTMLElement} node
   * @param {SlideUrls} urls
   */
  constructor(node, urls) {
    this.node = node;
    this.urls = urls;
    this.picture = find(node, "[data-picture]", HTMLImageElement);
    this.boxes = find(node, "[data-boxes]", SVGSVGElement);
    this.closing = new AbortController();
    this.isLoaded = false;
    this.fetchedAt = 0;
    /** @type {Photo | null} */
    this.photo = null;
    /** @type {Promise<void> | null} */
    this.fetching = null;
  }

  /** Show the slide; until the picture is loaded its thumbnail stands in. */
  show() {
    this.node.classList.add("slide-shown");
    if (!this.isLoaded)
      this.picture.style.backgroundImage = `url("${this.urls.thumbnail}")`;
  }

  hide() {
    this.node.classList.remove("slide-shown");
  }

  get isFailed() {
    return this.node.hasAttribute("data-failed");
  }

  /** Load what is not loaded yet; a failure is tried again by the next call. */
  async load() {
    const [data, picture] = await Promise.allSettled([
      this.fetchData(),
      this.loadPicture(),
    ]);
    const isFailed = data.status === "rejected" || picture.status === "rejected";
    this.node.toggleAttribute("data-failed", isFailed && !this.closing.signal.aborted);
    if (data.status === "rejected") throw data.reason;
    if (picture.status === "rejected") throw new ApiError("offline");
  }

  fetchData() {
    this.fetching ??= this.refresh().catch((error) => {
      this.fetching = null;
      throw error;
    });
    return this.fetching;
  }

  async refresh() {
    this.photo = await getPhoto(this.urls.photo, this.closing.signal);
    this.fetchedAt = Date.now();
    this.drawBoxes(this.photo.reading);
  }

  get isStale() {
    return this.photo !== null && Date.now() - this.fetchedAt > FRESH_MS;
  }

  async loadPicture() {
    if (this.isLoaded) return;
    this.picture.src = this.urls.image;
    await this.picture.decode();
    this.isLoaded = true;
    this.picture.style.backgroundImage = "";
  }

  /** @param {Reading} reading */
  drawBoxes({ photo, digits }) {
    const size = Math.max(photo.width, photo.height) * LABEL_RATIO;
    this.boxes.setAttribute("viewBox", `0 0 ${photo.width} ${photo.height}`);
    this.boxes.replaceChildren(
      ...digits.flatMap((digit) => [createBox(digit), createLabel(digit, size)]),
    );
  }

  /** Remove the slide, and abort its requests. */
  close() {
    this.closing.abort();
    this.picture.removeAttribute("src");
    this.node.remove();
  }
}

/** @param {Digit} digit */
function createBox({ box: [left, top, right, bottom] }) {
  const node = document.createElementNS(SVG, "path");
  node.setAttribute("class", "slide-box");
  node.setAttribute("d", `M${left} ${top}H${right}V${bottom}H${left}Z`);
  return node;
}

/**
 * @param {Digit} digit
 * @param {number} size
 */
function createLabel({ label, box: [left, top] }, size) {
  const node = document.createElementNS(SVG, "text");
  node.setAttribute("class", "slide-label");
  node.setAttribute("x", String(left));
  node.setAttribute("y", String(Math.max(top - size / 4, size)));
  node.setAttribute("font-size", String(size));
  node.textContent = String(label);
  return node;
}
