// Choosing several tiles: boxes, shift-click, long press, all, none.
import { rangeOf } from "./grid-navigation.js";
import { idOf, tilesOf } from "./tiles.js";

const PRESS_MS = 500;
const STILL_PX = 10;

export class TileSelection {
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    this.last = "";
    this.listenToPresses();
    root.addEventListener("click", (event) => this.click(event), true);
    root.addEventListener("change", (event) => {
      if (event.target.matches("[data-pick]")) this.onChange(this.tiles());
    });
  }

  tiles() {
    return tilesOf(this.root).filter((tile) => boxOf(tile).checked);
  }

  // Of a box, or of any part of a picture while some are chosen.
  click(event) {
    const tile = event.target.closest("[data-tile]");
    if (!tile) return;
    if (event.target.matches("[data-pick]")) {
      this.reach(tile, event.shiftKey, event.target.checked);
      return;
    }
    const isPicture = event.target.closest("[data-open]");
    const isPlain = !event.ctrlKey && !event.metaKey && event.detail > 0;
    if (!isPicture || !isPlain) return;
    if (this.wasPressed || this.tiles().length) {
      event.preventDefault();
      if (!this.wasPressed) this.toggle(tile, event.shiftKey);
    }
    this.wasPressed = false;
  }

  toggle(tile, isRange = false) {
    const box = boxOf(tile);
    box.checked = !box.checked;
    this.reach(tile, isRange, box.checked);
    this.onChange(this.tiles());
  }

  // With shift, all tiles since the last one become what this one became.
  reach(tile, isRange, isChosen) {
    const tiles = tilesOf(this.root);
    if (isRange && this.last) {
      const names = rangeOf(tiles.map(idOf), this.last, idOf(tile));
      tiles.filter((other) => names.includes(idOf(other)))
        .forEach((other) => { boxOf(other).checked = isChosen; });
    }
    this.last = idOf(tile);
  }

  all() {
    tilesOf(this.root).forEach((tile) => { boxOf(tile).checked = true; });
    this.onChange(this.tiles());
  }

  none() {
    this.root.querySelectorAll("[data-pick]").forEach((box) => { box.checked = false; });
    this.last = "";
    this.onChange([]);
  }

  listenToPresses() {
    let timer = 0;
    let from = null;
    const end = () => clearTimeout(timer);
    this.root.addEventListener("pointerdown", (event) => {
      end();
      const tile = event.target.closest("[data-open]")?.closest("[data-tile]");
      this.wasPressed = false;
      if (!tile || event.pointerType === "mouse") return;
      from = event;
      timer = setTimeout(() => {
        this.wasPressed = true;
        this.toggle(tile);
      }, PRESS_MS);
    });
    this.root.addEventListener("pointermove", (event) => {
      const { clientX = 0, clientY = 0 } = from ?? {};
      const way = Math.hypot(event.clientX - clientX, event.clientY - clientY);
      if (way > STILL_PX) end();
    });
    ["pointerup", "pointercancel"].forEach((name) => this.root.addEventListener(name, end));
    // The browser's own menu would answer the same press.
    this.root.addEventListener("contextmenu", (event) => {
      if (this.wasPressed) event.preventDefault();
    });
  }
}

function boxOf(tile) {
  return tile.querySelector("[data-pick]");
}
