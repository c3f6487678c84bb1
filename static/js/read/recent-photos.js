/** The row of this visit's newest photos. */
import { toOneLine } from "../shared/answer/written-numbers.js";
import { cloneTemplate, find } from "../shared/dom.js";

/** @import { Photo } from "../shared/api.js" */

const MAX_PHOTOS = 12;

export class RecentPhotos {
  /**
   * @param {HTMLElement} root
   * @param {string} slideshowUrl
   */
  constructor(root, slideshowUrl) {
    this.root = root;
    this.slideshowUrl = slideshowUrl;
    this.list = find(root, "[data-strip-list]");
  }

  /** @param {Photo} photo */
  add(photo) {
    if (this.linkTo(photo)) return;
    const item = cloneTemplate(this.root, "[data-strip-template]");
    find(item, "a", HTMLAnchorElement).href = `${this.slideshowUrl}#${photo.id}`;
    find(item, "img", HTMLImageElement).src = photo.thumbnail;
    find(item, "span").textContent = toOneLine(photo.reading.numbers) || "–";
    this.list.prepend(item);
    for (const old of [...this.list.children].slice(MAX_PHOTOS)) old.remove();
    this.root.hidden = false;
  }

  /** @param {Photo} photo */
  remove(photo) {
    this.linkTo(photo)?.closest("li")?.remove();
    this.root.hidden = this.list.childElementCount === 0;
  }

  /** @param {Photo} photo */
  linkTo({ id }) {
    return this.list.querySelector(`a[href$="#${id}"]`);
  }
}
