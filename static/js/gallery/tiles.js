// Tiles of the grid: finding, focusing and renewing them.
import { inOneLine } from "./grid-navigation.js";

const PARTS = ["[data-correct]", "[data-open]", "[data-pick]"];

export function tilesOf(root) {
  return [...root.querySelectorAll("[data-tile]:not([hidden])")];
}

export function idOf(tile) {
  return tile.dataset.tile;
}

// Of the picture, in the API.
export function addressOf(tile) {
  return tile.dataset.url;
}

export function columnsOf(tiles) {
  const [first] = tiles;
  const next = tiles.findIndex((tile) => tile.offsetTop > first.offsetTop);
  return next === -1 ? tiles.length : next;
}

// The same part of a tile as the one that has the focus now; its reading otherwise.
export function focusTile(tile, from = null) {
  const part = PARTS.find((name) => from?.matches(name)) ?? PARTS[0];
  tile.querySelector(part).focus();
}

export function labelOf(tile) {
  const text = tile.querySelector("[data-label]").textContent;
  return text === "–" ? "" : text;
}

// Shows what the API tells of a photo.
export function renew(tile, { correction, reading }, standings) {
  const standing = correction === null ? reading.verdict : "corrected";
  tile.toggleAttribute("data-corrected", correction !== null);
  tile.querySelector("[data-label]").textContent =
    inOneLine(correction ?? reading.text) || "–";
  const badge = tile.querySelector("[data-badge]");
  badge.dataset.verdict = standing;
  badge.textContent = standings[standing];
}
