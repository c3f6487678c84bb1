/** The tiles of the results and their count. */
import { find, findAll } from "../shared/dom.js";
import { fetchPage } from "../shared/pages/fetch-page.js";
import { formatNumber } from "../shared/texts.js";
import { focusTile, idOf, tilesOf } from "./tiles.js";

export class ResultList {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  get length() {
    return findAll(this.root, "[data-tile]").length;
  }

  get isEmpty() {
    return !this.root.querySelector("[data-tile]");
  }

  /**
   * @param {HTMLElement[]} tiles
   * @returns {number} how many were not there before
   */
  append(tiles) {
    const added = this.withoutKnown(tiles);
    find(this.root, "[data-tiles]").append(...added);
    return added.length;
  }

  /** @param {HTMLElement[]} tiles */
  withoutKnown(tiles) {
    const known = new Set(findAll(this.root, "[data-tile]").map(idOf));
    return tiles.filter((tile) => !known.has(idOf(tile)));
  }

  /**
   * Hide tiles; the focus moves to the next tile, or to the last one.
   *
   * @param {HTMLElement[]} tiles
   */
  hide(tiles) {
    const all = tilesOf(this.root);
    const hidden = new Set(tiles);
    const after = all.slice(all.indexOf(tiles[tiles.length - 1]));
    const next =
      after.find((tile) => !hidden.has(tile)) ??
      all.findLast((tile) => !hidden.has(tile));
    for (const tile of tiles) tile.hidden = true;
    this.changeCount(-tiles.length);
    if (next) focusTile(next);
  }

  /** @param {HTMLElement[]} tiles */
  restore(tiles) {
    for (const tile of tiles) tile.hidden = false;
    this.changeCount(tiles.length);
  }

  /**
   * Where too many were found to count them, the text stays as it is.
   *
   * @param {number} change
   */
  changeCount(change) {
    const place = this.root.querySelector(":not([data-uncounted]) > [data-count]");
    if (!(place instanceof HTMLElement)) return;
    const count = Number(place.dataset.count) + change;
    place.dataset.count = String(count);
    place.textContent = formatNumber(count);
  }

  /** Show new photos first; filtered results and older pages stay as they are. */
  async prependNew() {
    const list = this.root.querySelector("[data-tiles]");
    if (window.location.search || !list) return;
    const page = await fetchPage(window.location.href);
    const added = this.withoutKnown(findAll(page, "[data-tile]"));
    list.prepend(...added);
    this.changeCount(added.length);
  }
}
