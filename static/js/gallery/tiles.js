/** The tiles of the grid: finding, focusing and updating them. */
import { writtenOn } from "../shared/answer/written-numbers.js";
import { find, findAll } from "../shared/dom.js";
import { statusOf, statusText } from "../shared/reading-texts.js";
import { oneLine } from "../shared/texts.js";

/** @import { Photo } from "../shared/api.js" */

const FOCUSABLE = ["[data-correct]", "[data-open]", "[data-pick]"];
const NO_DIGIT = "–";

/**
 * Return the visible tiles.
 *
 * @param {ParentNode} root
 */
export function tilesOf(root) {
  return findAll(root, "[data-tile]:not([hidden])");
}

/** @param {HTMLElement} tile */
export function idOf(tile) {
  return tile.dataset.tile ?? "";
}

/**
 * Return the URL of a tile's photo in the API.
 *
 * @param {HTMLElement} tile
 */
export function urlOf(tile) {
  return tile.dataset.url ?? "";
}

/** @param {HTMLElement} tile */
export function checkboxOf(tile) {
  return find(tile, "[data-pick]", HTMLInputElement);
}

/** @param {HTMLElement[]} tiles */
export function columnsOf(tiles) {
  const [first] = tiles;
  const next = tiles.findIndex((tile) => tile.offsetTop > first.offsetTop);
  return next === -1 ? tiles.length : next;
}

/**
 * Focus the same part of a tile as in another tile; its reading otherwise.
 *
 * @param {HTMLElement} tile
 * @param {Element | null} [from] the part that has the focus now
 */
export function focusTile(tile, from = null) {
  const part = FOCUSABLE.find((selector) => from?.matches(selector)) ?? FOCUSABLE[0];
  find(tile, part).focus();
}

/**
 * Return the digits of a tile, to be corrected.
 *
 * @param {HTMLElement} tile
 */
export function digitsOf(tile) {
  return tile.dataset.text ?? "";
}

/**
 * @param {HTMLElement} tile
 * @param {Photo} photo
 */
export function updateTile(tile, photo) {
  const { correction, reading } = photo;
  const status = statusOf(photo);
  tile.toggleAttribute("data-corrected", correction !== null);
  tile.dataset.text = oneLine(correction ?? reading.text);
  find(tile, "[data-label]").textContent = writtenOn(photo) || NO_DIGIT;
  const badge = find(tile, "[data-badge]");
  badge.dataset.verdict = status;
  badge.textContent = statusText(status);
}
