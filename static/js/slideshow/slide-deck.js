// The slides that are in the page: the one shown and its neighbors, no others.
import { Slide } from "./slide.js";
import { nearTo } from "./slide-navigation.js";

// Stands in the addresses of the page in place of a picture's name.
const NOBODY = "00000000-0000-0000-0000-000000000000";

export class SlideDeck {
  constructor(root, urls) {
    this.root = root;
    this.urls = urls;
    this.template = root.querySelector("[data-slide-template]");
    this.slides = new Map();
  }

  addressOf(kind, id) {
    return this.urls[`${kind}Url`].replace(NOBODY, id);
  }

  slideOf(id) {
    if (!this.slides.has(id)) this.slides.set(id, this.build(id));
    return this.slides.get(id);
  }

  build(id) {
    const node = this.template.content.firstElementChild.cloneNode(true);
    node.dataset.id = id;
    this.root.append(node);
    const kinds = ["photo", "image", "thumbnail"];
    const pairs = kinds.map((kind) => [kind, this.addressOf(kind, id)]);
    return new Slide(node, Object.fromEntries(pairs));
  }

  // Leaves the page with one slide and those beside it.
  turnTo(ids, index) {
    const wanted = nearTo(index, ids.length).map((place) => ids[place]);
    this.slides.forEach((slide, id) => wanted.includes(id) || this.close(id));
    this.slides.forEach((slide) => slide.conceal());
    const slide = this.slideOf(ids[index]);
    slide.reveal();
    return slide;
  }

  preload(ids, index, onFailed) {
    nearTo(index, ids.length).slice(1).forEach((place) =>
      this.slideOf(ids[place]).load().catch((problem) => onFailed(ids[place], problem)));
  }

  close(id) {
    this.slides.get(id)?.close();
    this.slides.delete(id);
  }
}
