// Goes on where a page of the gallery ends; without script a link does.
import { Problem } from "../shared/api.js";
import { tellAway } from "../shared/connection.js";

const AHEAD = "1200px";

export class InfiniteScroll {
  // hooks: onTiles(tiles) with those of the next page, onProblem(problem).
  constructor(root, hooks) {
    this.root = root;
    Object.assign(this, hooks);
    this.watcher = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.load(),
      { rootMargin: AHEAD },
    );
    root.addEventListener("click", (event) => this.click(event));
    this.watch();
  }

  get link() {
    return this.root.querySelector("[data-older] a");
  }

  watch() {
    this.watcher.disconnect();
    if (this.link) this.watcher.observe(this.link);
  }

  click(event) {
    if (event.target.closest("[data-older] a") === null) return;
    event.preventDefault();
    this.load();
  }

  async load() {
    const { link } = this;
    if (!link || this.isLoading) return;
    this.isLoading = true;
    this.wait(true);
    try {
      const page = await fetchPage(link.href);
      // The results may have been others' in the meantime.
      if (link.isConnected) this.go(link, page);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.watcher.disconnect();
      this.onProblem(problem);
    } finally {
      this.isLoading = false;
      this.wait(false);
    }
  }

  go(link, page) {
    const tiles = [...page.querySelectorAll("[data-tile]")];
    const next = page.querySelector("[data-older] a");
    if (next) link.replaceWith(next);
    else link.remove();
    this.onTiles(tiles);
    this.watch();
  }

  wait(isWaiting) {
    const words = this.root.querySelector("[data-older-wait]");
    if (words) words.hidden = !isWaiting;
  }
}

// Returns another page of the gallery as a document.
export async function fetchPage(url) {
  let response;
  try {
    response = await fetch(url, { headers: { Accept: "text/html" } });
  } catch {
    tellAway();
    throw new Problem("offline");
  }
  if (!response.ok) throw new Problem("server_error");
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
