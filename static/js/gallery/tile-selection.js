/** Selecting several tiles: checkboxes, shift-click, long press, all, none. */
import { closest, findAll } from "../shared/dom.js";
import { rangeOf } from "./grid-navigation.js";
import { checkboxOf, idOf, tilesOf } from "./tiles.js";

const LONG_PRESS_MS = 500;
const MAX_MOVEMENT_PX = 10;

export class TileSelection {
  /**
   * @param {HTMLElement} root
   * @param {(tiles: HTMLElement[]) => void} onChange
   */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    this.lastId = "";
    this.wasLongPress = false;
    this.listenToLongPresses();
    root.addEventListener("click", (event) => this.handleClick(event), true);
    root.addEventListener("change", (event) => {
      if (closest(event, "[data-pick]")) this.onChange(this.tiles());
    });
  }

  tiles() {
    return tilesOf(this.root).filter((tile) => checkboxOf(tile).checked);
  }

  /**
   * Handle clicks on a checkbox, or on any part of a picture while some are selected.
   *
   * @param {MouseEvent} event
   */
  handleClick(event) {
    const tile = closest(event, "[data-tile]");
    if (!tile) return;
    if (closest(event, "[data-pick]")) {
      this.extendTo(tile, event.shiftKey, checkboxOf(tile).checked);
      return;
    }
    const isPlain = !event.ctrlKey && !event.metaKey && event.detail > 0;
    if (!closest(event, "[data-open]") || !isPlain) return;
    if (this.wasLongPress || this.tiles().length) {
      event.preventDefault();
      if (!this.wasLongPress) this.toggle(tile, event.shiftKey);
    }
    this.wasLongPress = false;
  }

  /**
   * @param {HTMLElement} tile
   * @param {boolean} [isRange]
   */
  toggle(tile, isRange = false) {
    const checkbox = checkboxOf(tile);
    checkbox.checked = !checkbox.checked;
    this.extendTo(tile, isRange, checkbox.checked);
    this.onChange(this.tiles());
  }

  /**
   * With shift, give all tiles since the last one the state of this one.
   *
   * @param {HTMLElement} tile
   * @param {boolean} isRange
   * @param {boolean} isSelected
   */
  extendTo(tile, isRange, isSelected) {
    const tiles = tilesOf(this.root);
    if (isRange && this.lastId) {
      const ids = rangeOf(tiles.map(idOf), this.lastId, idOf(tile));
      for (const other of tiles) {
        if (ids.includes(idOf(other))) checkboxOf(other).checked = isSelected;
      }
    }
    this.lastId = idOf(tile);
  }

  selectAll() {
    for (const tile of tilesOf(this.root)) checkboxOf(tile).checked = true;
    this.onChange(this.tiles());
  }

  selectNone() {
    for (const checkbox of findAll(this.root, "[data-pick]", HTMLInputElement)) {
      checkbox.checked = false;
    }
    this.lastId = "";
    this.onChange([]);
  }

  listenToLongPresses() {
    let timer = 0;
    const start = { x: 0, y: 0 };
    const cancel = () => clearTimeout(timer);
    this.root.addEventListener("pointerdown", (event) => {
      cancel();
      this.wasLongPress = false;
      const tile = closest(event, "[data-open]") && closest(event, "[data-tile]");
      if (!tile || event.pointerType === "mouse") return;
      Object.assign(start, { x: event.clientX, y: event.clientY });
      timer = window.setTimeout(() => {
        this.wasLongPress = true;
        this.toggle(tile);
      }, LONG_PRESS_MS);
    });
    this.root.addEventListener("pointermove", ({ clientX, clientY }) => {
      if (Math.hypot(clientX - start.x, clientY - start.y) > MAX_MOVEMENT_PX) cancel();
    });
    this.root.addEventListener("pointerup", cancel);
    this.root.addEventListener("pointercancel", cancel);
    // The browser's own menu would answer the same press.
    this.root.addEventListener("contextmenu", (event) => {
      if (this.wasLongPress) event.preventDefault();
    });
  }
}
