/** The gallery: filter, scroll, select, delete with undo, correct in place. */
import { writtenOn } from "../shared/answer/written-numbers.js";
import { ApiError, getPhoto } from "../shared/api.js";
import { closest, find, findAll } from "../shared/dom.js";
import { onRestored } from "../shared/pages/page-restore.js";
import { announcePhotoChange, onPhotoChange } from "../shared/photo-channel.js";
import { problemText } from "../shared/problem-texts.js";
import { statusText } from "../shared/reading-texts.js";
import { fill, gettext } from "../shared/texts.js";
import { ActionBar } from "./action-bar.js";
import { CorrectionEditor } from "./correction-editor.js";
import { FilterForm } from "./filter-form.js";
import { isMove, neighborOf } from "./grid-navigation.js";
import { fetchResults, InfiniteScroll } from "./infinite-scroll.js";
import { deleteOnUnload, deleteReliably } from "./pending-deletions.js";
import { ResultList } from "./result-list.js";
import { TileSelection } from "./tile-selection.js";
import { columnsOf, focusTile, idOf, tilesOf, updateTile, urlOf } from "./tiles.js";
import { UndoableDeletion } from "./undoable-deletion.js";

/** @import { Photo } from "../shared/api.js" */
/** @import { PhotoChange } from "../shared/photo-channel.js" */

/** @typedef {{ ids: string[], tiles: HTMLElement[] }} TileBatch */

class GalleryPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.results = find(root, "[data-results]");
    this.list = new ResultList(this.results);
    this.searches = 0;
    this.actionBar = new ActionBar(find(root, ".action-bar"), {
      onUndo: () => this.undo(),
      onDelete: () => this.delete(this.selection.tiles()),
      onSelectNone: () => this.selection.selectNone(),
    });
    this.selection = new TileSelection(this.results, (tiles) =>
      this.showSelection(tiles),
    );
    this.editor = new CorrectionEditor(root, {
      onSaved: (tile, photo) => this.showCorrection(tile, photo),
      onDeleted: (tile) => this.removeDeletedElsewhere(tile),
    });
    this.scroll = new InfiniteScroll(this.results, {
      onTiles: (tiles) => this.append(tiles),
      onError: (error) => this.showError(error),
    });
    this.deletion = this.createDeletion(root.dataset.deleteUrl ?? "");
    new FilterForm(find(root, "[data-filters]", HTMLFormElement), (url) =>
      this.search(url),
    );
    this.listen();
  }

  /** @param {string} url */
  createDeletion(url) {
    /** @type {UndoableDeletion<TileBatch>} */
    const deletion = new UndoableDeletion({
      send: ({ tiles }) => deleteReliably(url, tiles.map(urlOf)),
      sendOnUnload: ({ tiles }) => deleteOnUnload(url, tiles.map(urlOf)),
      onUndoExpired: () => this.actionBar.withdrawUndo(),
      onDeleted: (batch, count) => this.finishDeletion(batch, count),
      onFailed: ({ tiles }, error) => {
        this.list.restore(tiles);
        this.showError(error, gettext("Nothing was deleted. {problem}"));
      },
    });
    return deletion;
  }

  listen() {
    document.addEventListener("keydown", (event) => this.handleKey(event));
    this.results.addEventListener("click", (event) => this.handleClick(event));
    // A hidden page may be closed without a further event.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.deletion.commit();
    });
    window.addEventListener("pagehide", () => this.deletion.commitOnUnload());
    document.addEventListener("click", (event) => this.handleLink(event));
    onPhotoChange((change) => this.handleChange(change));
    onRestored(() => this.search(window.location.href, this.list.length));
  }

  // Keys

  /** @param {KeyboardEvent} event */
  handleKey(event) {
    if (event.defaultPrevented || closest(event, "select, textarea, .editor")) return;
    const tile = closest(event, "[data-tile]");
    if (event.ctrlKey || event.metaKey || event.altKey) this.handleShortcut(event);
    else if (event.key === "Escape") this.selection.selectNone();
    else if (tile) this.handleTileKey(event, tile);
  }

  /** @param {KeyboardEvent} event */
  handleShortcut(event) {
    /** @type {Record<string, () => void>} */
    const commands = {
      a: () => this.selection.selectAll(),
      z: () => this.undo(),
    };
    const command = commands[event.key.toLowerCase()];
    if (!command || event.altKey || event.shiftKey) return;
    event.preventDefault();
    command();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} tile
   */
  handleTileKey(event, tile) {
    const { key } = event;
    if (isMove(key)) this.moveFocus(key, tile, /** @type {Element} */ (event.target));
    else if (/^[0-9]$/.test(key)) this.editor.open(tile, key);
    else if (["Delete", "Backspace"].includes(key)) this.delete(this.selectionOr(tile));
    else return;
    event.preventDefault();
  }

  /**
   * @param {string} key
   * @param {HTMLElement} tile
   * @param {Element} from
   */
  moveFocus(key, tile, from) {
    const tiles = tilesOf(this.results);
    const to = neighborOf(key, tiles.indexOf(tile), columnsOf(tiles), tiles.length);
    focusTile(tiles[to], from);
  }

  // Clicks

  /** @param {MouseEvent} event */
  handleClick(event) {
    const tile = closest(event, "[data-correct]") && closest(event, "[data-tile]");
    if (!tile || hasModifier(event)) return;
    event.preventDefault();
    this.editor.open(tile);
  }

  /**
   * Finish a deletion before the next page is opened, so that it does not show the photos.
   *
   * @param {MouseEvent} event
   */
  async handleLink(event) {
    const link = closest(event, "a[href]");
    if (!(link instanceof HTMLAnchorElement) || !this.deletion.waiting) return;
    if (link.hasAttribute("download") || hasModifier(event) || event.defaultPrevented)
      return;
    event.preventDefault();
    await this.deletion.commit();
    window.location.assign(link.href);
  }

  // Corrections

  /**
   * @param {HTMLElement} tile
   * @param {Photo} photo
   */
  showCorrection(tile, photo) {
    updateTile(tile, photo);
    const text = writtenOn(photo) || statusText("nothing");
    this.actionBar.announce(fill(gettext("Saved: {text}"), { text }));
  }

  // Deletions

  /** @param {HTMLElement[]} tiles */
  showSelection(tiles) {
    this.results.toggleAttribute("data-choosing", tiles.length > 0);
    this.actionBar.showSelection(tiles.length);
  }

  /** @param {HTMLElement} tile */
  selectionOr(tile) {
    const selected = this.selection.tiles();
    return selected.length ? selected : [tile];
  }

  /** @param {HTMLElement[]} tiles */
  delete(tiles) {
    if (!tiles.length) return;
    this.selection.selectNone();
    this.list.hide(tiles);
    this.deletion.begin({ ids: tiles.map(idOf), tiles });
    this.actionBar.offerUndo(tiles.length);
  }

  undo() {
    const batch = this.deletion.undo();
    if (!batch) return;
    this.list.restore(batch.tiles);
    this.actionBar.showMessage(gettext("Nothing was deleted."));
    focusTile(batch.tiles[0]);
  }

  /**
   * @param {TileBatch} batch
   * @param {number} count of photos that were still there
   */
  finishDeletion({ ids, tiles }, count) {
    for (const tile of tiles) {
      announcePhotoChange("deleted", urlOf(tile));
      tile.remove();
    }
    this.actionBar.showDeleted(ids.length - count);
    this.reloadIfEmpty();
  }

  /** @param {HTMLElement} tile */
  removeDeletedElsewhere(tile) {
    this.list.hide([tile]);
    tile.remove();
    this.showSelection(this.selection.tiles());
    this.actionBar.showDeletedElsewhere(1);
    this.reloadIfEmpty();
  }

  /** The server renders the page of an empty gallery. */
  reloadIfEmpty() {
    if (this.list.isEmpty && !this.scroll.hasMore) window.location.reload();
  }

  // Results

  /** @param {HTMLElement[]} tiles */
  append(tiles) {
    const count = this.list.append(tiles);
    this.actionBar.announce(fill(gettext("More pictures: {count}"), { count }));
  }

  /**
   * Show the results of a filter; the newest search wins.
   *
   * @param {string} url
   * @param {number} [minTiles] that are shown if there are so many
   * @returns {Promise<boolean>} whether they are shown
   */
  async search(url, minTiles = 0) {
    this.searches += 1;
    const number = this.searches;
    this.results.ariaBusy = "true";
    try {
      await this.deletion.commit();
      const results = await fetchResults(url, minTiles);
      if (number === this.searches) this.showResults(results);
      return number === this.searches;
    } catch (error) {
      this.showError(error);
      return false;
    } finally {
      if (number === this.searches) this.results.ariaBusy = "false";
    }
  }

  /** @param {Element | null} results none where the gallery is empty */
  showResults(results) {
    if (!results) {
      window.location.reload();
      return;
    }
    this.results.replaceChildren(...results.childNodes);
    this.showSelection([]);
    this.scroll.observe();
    const count = find(this.results, "[data-count]").textContent ?? "";
    this.actionBar.announce(fill(gettext("Found: {count}"), { count }));
  }

  /**
   * @param {unknown} error
   * @param {string} [text]
   */
  showError(error, text = "{problem}") {
    if (!(error instanceof ApiError)) throw error;
    this.actionBar.showMessage(fill(text, { problem: problemText(error) }));
  }

  // Other tabs

  /** @param {PhotoChange} change */
  async handleChange({ kind, url }) {
    const tile = findAll(this.results, `[data-url="${url}"]`).at(0);
    if (kind === "deleted" && tile && !tile.hidden) this.removeDeletedElsewhere(tile);
    if (kind === "changed" && tile) updateTile(tile, await getPhoto(url));
    if (kind === "added" && !tile) await this.list.prependNew();
  }
}

/** @param {MouseEvent} event */
function hasModifier({ ctrlKey, metaKey, shiftKey }) {
  return ctrlKey || metaKey || shiftKey;
}

const root = document.querySelector("[data-gallery]");
if (root instanceof HTMLElement && root.querySelector("[data-results]"))
  new GalleryPage(root);
