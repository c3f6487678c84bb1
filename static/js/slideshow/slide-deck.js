/** The slides that are in the page: the one shown and its neighbors. */
import { cloneTemplate } from "../shared/dom.js";
import { Slide } from "./slide.js";
import { indexesNear } from "./slide-navigation.js";

/** @typedef {"photo" | "page" | "image" | "thumbnail"} UrlKind */

// Stands for the id of a photo in the URLs that the page gives.
const PLACEHOLDER_ID = "00000000-0000-0000-0000-000000000000";

export class SlideDeck {
  /**
   * @param {HTMLElement} root
   * @param {DOMStringMap} urls
   */
  constructor(root, urls) {
    this.root = root;
    this.urls = urls;
    /** @type {Map<string, Slide>} */
    this.slides = new Map();
  }

  /**
   * @param {UrlKind} kind
   * @param {string} id
   */
  urlOf(kind, id) {
    return (this.urls[`${kind}Url`] ?? "").replace(PLACEHOLDER_ID, id);
  }

  /**
   * Return the links to a photo's page, and to the form for a correction there.
   *
   * @param {string} id
   */
  linksOf(id) {
    const page = this.urlOf("page", id);
    return { page, correct: `${page}#correct` };
  }

  /** @param {string} id */
  slideOf(id) {
    const slide = this.slides.get(id) ?? this.createSlide(id);
    this.slides.set(id, slide);
    return slide;
  }

  /** @param {string} id */
  createSlide(id) {
    const node = cloneTemplate(this.root, "[data-slide-template]");
    node.dataset.id = id;
    this.root.append(node);
    return new Slide(node, {
      photo: this.urlOf("photo", id),
      image: this.urlOf("image", id),
      thumbnail: this.urlOf("thumbnail", id),
    });
  }

  /**
   * Show one slide, and keep only its neighbors in the page.
   *
   * @param {string[]} ids
   * @param {number} index
   */
  turnTo(ids, index) {
    const kept = indexesNear(index, ids.length).map((near) => ids[near]);
    for (const [id, slide] of this.slides) {
      if (kept.includes(id)) slide.hide();
      else this.close(id);
    }
    const slide = this.slideOf(ids[index]);
    slide.show();
    return slide;
  }

  /**
   * @param {string[]} ids
   * @param {number} index
   * @param {(id: string, error: any) => void} onError
   */
  preloadNeighbors(ids, index, onError) {
    const [, ...neighbors] = indexesNear(index, ids.length);
    for (const neighbor of neighbors) {
      const id = ids[neighbor];
      this.slideOf(id)
        .load()
        .catch((error) => onError(id, error));
    }
  }

  /** @param {string} id */
  close(id) {
    this.slides.get(id)?.close();
    this.slides.delete(id);
  }
}
