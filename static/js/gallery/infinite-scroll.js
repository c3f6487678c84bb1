/** Loads the next page of the gallery before its end is reached; without script a link does. */
import { ApiError } from "../shared/api.js";
import { closest, findAll } from "../shared/dom.js";
import { fetchPage } from "../shared/pages/fetch-page.js";

const LOAD_AHEAD = "1200px";
const LINK = "[data-older] a";

/** @param {ParentNode} page */
function linkIn(page) {
  return /** @type {HTMLAnchorElement | null} */ (page.querySelector(LINK));
}

export class InfiniteScroll {
  /**
   * @param {HTMLElement} root
   * @param {object} hooks
   * @param {(tiles: HTMLElement[]) => void} hooks.onTiles
   * @param {(error: ApiError) => void} hooks.onError
   */
  constructor(root, { onTiles, onError }) {
    this.root = root;
    this.onTiles = onTiles;
    this.onError = onError;
    this.isLoading = false;
    this.observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.load();
      },
      { rootMargin: LOAD_AHEAD },
    );
    root.addEventListener("click", (event) => {
      if (!closest(event, LINK)) return;
      event.preventDefault();
      this.load();
    });
    this.observe();
  }

  get hasMore() {
    return linkIn(this.root) !== null;
  }

  observe() {
    this.observer.disconnect();
    const link = linkIn(this.root);
    if (link) this.observer.observe(link);
  }

  async load() {
    const link = linkIn(this.root);
    if (!link || this.isLoading) return;
    this.isLoading = true;
    this.showLoading(true);
    try {
      const page = await fetchPage(link.href);
      // A filter may have replaced the results in the meantime.
      if (link.isConnected) this.append(page, link);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.observer.disconnect();
      this.onError(error);
    } finally {
      this.isLoading = false;
      this.showLoading(false);
    }
  }

  /**
   * @param {Document} page
   * @param {HTMLAnchorElement} link to this page
   */
  append(page, link) {
    const tiles = findAll(page, "[data-tile]");
    const next = linkIn(page);
    if (next) link.replaceWith(next);
    else link.remove();
    this.onTiles(tiles);
    this.observe();
  }

  /** @param {boolean} isLoading */
  showLoading(isLoading) {
    const notice = this.root.querySelector("[data-older-wait]");
    if (notice instanceof HTMLElement) notice.hidden = !isLoading;
  }
}

/**
 * Fetch the results of a page, and those of the pages after it.
 *
 * @param {string} url
 * @param {number} minTiles until there are so many
 * @returns {Promise<Element | null>} none where the gallery is empty
 */
export async function fetchResults(url, minTiles) {
  const results = (await fetchPage(url)).querySelector("[data-results]");
  const tiles = results?.querySelector("[data-tiles]");
  let link = results && linkIn(results);
  while (tiles && link && tiles.childElementCount < minTiles) {
    const page = await fetchPage(link.href);
    const next = linkIn(page);
    tiles.append(...findAll(page, "[data-tile]"));
    if (next) link.replaceWith(next);
    else link.remove();
    link = next;
  }
  return results;
}
