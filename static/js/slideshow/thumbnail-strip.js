/** The strip of thumbnails; of thousands only the visible ones are in the page. */
import { cloneTemplate, find } from "../shared/dom.js";
import { visibleRange } from "./slide-navigation.js";

/** @import { SlideWindow } from "./slide-window.js" */

export class ThumbnailStrip {
  /**
   * @param {HTMLElement} root
   * @param {object} options
   * @param {(id: string) => string} options.urlOf
   * @param {(id: string) => void} options.onMissing when a thumbnail can't be loaded
   */
  constructor(root, { urlOf, onMissing }) {
    this.root = root;
    this.rail = find(root, "[data-rail]");
    this.urlOf = urlOf;
    /** @type {Map<string, HTMLElement>} */
    this.items = new Map();
    /** @type {SlideWindow | undefined} */
    this.window = undefined;
    this.index = 0;
    root.addEventListener("scroll", () => this.render(), { passive: true });
    new ResizeObserver(() => this.scrollTo(this.index)).observe(root);
    // The error of an image does not bubble.
    root.addEventListener(
      "error",
      ({ target }) => reportMissing(target, onMissing),
      true,
    );
  }

  get ids() {
    return this.window?.ids ?? [];
  }

  /** @param {SlideWindow} window */
  setWindow(window) {
    this.window = window;
    this.rail.style.setProperty("--count", String(this.ids.length));
    this.render();
  }

  /** @param {number} index */
  scrollTo(index) {
    const hadFocus = this.rail.contains(document.activeElement);
    this.index = index;
    const { pitch } = this;
    if (!pitch) return;
    this.root.scrollLeft = (index + 0.5) * pitch - this.root.clientWidth / 2;
    this.render();
    const item = this.items.get(this.ids[index]);
    if (hadFocus && item) find(item, "a").focus({ preventScroll: true });
  }

  /** Width of one item in pixels. */
  get pitch() {
    return this.rail.offsetWidth / this.ids.length;
  }

  render() {
    const { scrollLeft, clientWidth } = this.root;
    if (!this.pitch) return;
    const [start, end] = visibleRange(
      scrollLeft,
      clientWidth,
      this.pitch,
      this.ids.length,
    );
    const visible = this.ids.slice(start, end);
    const wanted = new Set(visible);
    for (const [id, item] of this.items) {
      if (!wanted.has(id)) this.remove(id, item);
    }
    for (const [i, id] of visible.entries()) this.update(id, start + i);
  }

  /**
   * @param {string} id
   * @param {number} index
   */
  update(id, index) {
    const item = this.items.get(id) ?? this.createItem(id);
    this.items.set(id, item);
    const link = find(item, "a");
    const isCurrent = index === this.index;
    item.style.setProperty("--place", String(index));
    item.setAttribute("aria-posinset", String(index + 1));
    item.setAttribute("aria-setsize", String(this.ids.length));
    find(link, "[data-number]").textContent = this.window?.placeOf(index) ?? "";
    // One stop for the Tab key; the arrow keys do the rest.
    link.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }

  /** @param {string} id */
  createItem(id) {
    const item = cloneTemplate(this.root, "[data-thumb-template]");
    item.dataset.id = id;
    find(item, "a", HTMLAnchorElement).href = `#${id}`;
    find(item, "img", HTMLImageElement).src = this.urlOf(id);
    this.rail.append(item);
    return item;
  }

  /**
   * @param {string} id
   * @param {HTMLElement} item
   */
  remove(id, item) {
    find(item, "img").removeAttribute("src");
    item.remove();
    this.items.delete(id);
  }
}

/**
 * @param {EventTarget | null} image
 * @param {(id: string) => void} onMissing
 */
function reportMissing(image, onMissing) {
  if (!(image instanceof HTMLImageElement) || !image.hasAttribute("src")) return;
  const item = image.closest("[data-id]");
  if (item instanceof HTMLElement) onMissing(item.dataset.id ?? "");
}
