// The strip of small pictures; of thousands, those in view alone are in the page.
import { spanOf } from "./slide-navigation.js";

export class ThumbnailStrip {
  constructor(root, addressOf, { onMissing }) {
    this.root = root;
    this.rail = root.querySelector("[data-rail]");
    this.template = root.querySelector("[data-thumb-template]");
    this.addressOf = addressOf;
    this.items = new Map();
    this.ids = [];
    this.index = 0;
    root.addEventListener("scroll", () => this.fill(), { passive: true });
    new ResizeObserver(() => this.bring(this.index)).observe(root);
    // An error of a picture does not bubble.
    root.addEventListener("error", ({ target }) => {
      if (target.hasAttribute("src")) onMissing(target.closest("[data-id]").dataset.id);
    }, true);
  }

  take(ids) {
    this.ids = ids;
    this.rail.style.setProperty("--count", ids.length);
    this.fill();
  }

  bring(index) {
    const hadFocus = this.rail.contains(document.activeElement);
    this.index = index;
    const pitch = this.pitch;
    if (!pitch) return;
    this.root.scrollLeft = (index + 0.5) * pitch - this.root.clientWidth / 2;
    this.fill();
    if (hadFocus) this.linkOf(this.ids[index]).focus({ preventScroll: true });
  }

  get pitch() {
    return this.rail.offsetWidth / this.ids.length;
  }

  linkOf(id) {
    return this.items.get(id).querySelector("a");
  }

  fill() {
    const { scrollLeft, clientWidth } = this.root;
    if (!this.pitch) return;
    const [from, to] = spanOf(scrollLeft, clientWidth, this.pitch, this.ids.length);
    const wanted = new Set(this.ids.slice(from, to));
    this.items.forEach((item, id) => wanted.has(id) || this.drop(id, item));
    this.ids.slice(from, to).forEach((id, i) => this.put(id, from + i));
  }

  put(id, place) {
    if (!this.items.has(id)) this.items.set(id, this.build(id));
    const item = this.items.get(id);
    const link = item.querySelector("a");
    const isCurrent = place === this.index;
    item.style.setProperty("--place", place);
    item.setAttribute("aria-posinset", place + 1);
    item.setAttribute("aria-setsize", this.ids.length);
    link.querySelector("[data-number]").textContent = place + 1;
    // One stop for the tab key; the arrows do the rest.
    link.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }

  build(id) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    item.dataset.id = id;
    item.querySelector("a").href = `#${id}`;
    item.querySelector("img").src = this.addressOf(id);
    this.rail.append(item);
    return item;
  }

  drop(id, item) {
    item.querySelector("img").removeAttribute("src");
    item.remove();
    this.items.delete(id);
  }
}
