// The gallery: filter, walk on, choose, delete with a way back, correct in place.
import { Problem, readJson, readPhotos } from "../shared/api.js";
import { hear, tell } from "../shared/photo-channel.js";
import { UndoableDeletion } from "./undoable-deletion.js";
import { ActionBar } from "./action-bar.js";
import { CorrectionEditor } from "./correction-editor.js";
import { InfiniteScroll, fetchPage } from "./infinite-scroll.js";
import { FilterForm } from "./filter-form.js";
import { inOneLine, isMove, neighborOf } from "./grid-navigation.js";
import { TileSelection } from "./tile-selection.js";
import { addressOf, columnsOf, focusTile, idOf, renew, tilesOf } from "./tiles.js";
import { deleteAtLast, deleteNoted } from "./pending-deletions.js";
import { fill, numberWords, problemWords } from "../shared/texts.js";

class GalleryPage {
  constructor(root) {
    this.root = root;
    this.phrases = readJson(root);
    this.results = root.querySelector("[data-results]");
    this.dock = new ActionBar(root.querySelector(".dock"), this.phrases, {
      onUndo: () => this.undo(),
      onDelete: () => this.delete(this.selection.tiles()),
      onNone: () => this.selection.none(),
    });
    this.selection = new TileSelection(this.results, (tiles) => this.choose(tiles));
    this.editor = new CorrectionEditor(root.querySelector("[data-editor-template]"), this.phrases, {
      onSaved: (tile, photo) => this.show(tile, photo),
      onGone: (tile) => this.drop([tile], "deleted_elsewhere"),
    });
    this.endless = new InfiniteScroll(this.results, {
      onTiles: (tiles) => this.append(tiles),
      onProblem: (problem) => this.warn(problem),
    });
    this.deletion = this.makeDeletion(root.dataset.deleteUrl);
    this.filters = new FilterForm(root.querySelector("[data-filters]"), (url) =>
      this.ask(url));
    this.listen();
  }

  makeDeletion(url) {
    return new UndoableDeletion({
      send: ({ tiles }) => deleteNoted(url, tiles.map(addressOf)),
      sendAtLast: ({ tiles }) => deleteAtLast(url, tiles.map(addressOf)),
      onClosed: () => this.dock.closeUndo(),
      onSettled: (batch, count, problem) => this.settle(batch, count, problem),
    });
  }

  listen() {
    document.addEventListener("keydown", (event) => this.press(event));
    this.results.addEventListener("click", (event) => this.click(event));
    // A page that is out of sight may never be heard of again.
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.deletion.commit();
    });
    window.addEventListener("pagehide", () => this.deletion.leave());
    document.addEventListener("click", (event) => this.follow(event));
    hear((news) => this.hear(news));
  }

  // Keys

  press(event) {
    if (event.defaultPrevented || event.target.closest("select, textarea, .editor")) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand || event.altKey) this.command(event);
    else if (event.key === "Escape") this.selection.none();
    else if (event.target.closest("[data-tile]")) this.pressTile(event);
  }

  command(event) {
    const does = {
      a: () => this.selection.all(),
      z: () => this.undo(),
    }[event.key.toLowerCase()];
    if (!does || event.altKey || event.shiftKey) return;
    event.preventDefault();
    does();
  }

  pressTile(event) {
    const { key, target } = event;
    const tile = target.closest("[data-tile]");
    if (isMove(key)) this.move(key, tile, target);
    else if (/^[0-9]$/.test(key)) this.editor.open(tile, key);
    else if (["Delete", "Backspace"].includes(key)) this.delete(this.chosenOr(tile));
    else return;
    event.preventDefault();
  }

  move(key, tile, from) {
    const tiles = tilesOf(this.results);
    const to = neighborOf(key, tiles.indexOf(tile), columnsOf(tiles), tiles.length);
    focusTile(tiles[to], from);
  }

  // Clicks

  click(event) {
    const label = event.target.closest("[data-correct]");
    if (!label || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.editor.open(label.closest("[data-tile]"));
  }

  // The next page shall not show what is about to be deleted.
  async follow(event) {
    const link = event.target.closest("a[href]");
    const isOwn = event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented;
    if (!link || link.hasAttribute("download") || isOwn || !this.deletion.waiting) return;
    event.preventDefault();
    await this.deletion.commit();
    window.location.assign(link.href);
  }

  // Corrections

  show(tile, photo) {
    renew(tile, photo, this.phrases.standings);
    const said = photo.correction ?? photo.reading.text;
    const text = inOneLine(said) || this.phrases.standings.nothing;
    this.dock.tell(fill(this.phrases.gallery.corrected, { text }));
  }

  // Deletions

  choose(tiles) {
    this.results.toggleAttribute("data-choosing", tiles.length > 0);
    this.dock.choose(tiles.length);
  }

  chosenOr(tile) {
    const chosen = this.selection.tiles();
    return chosen.length ? chosen : [tile];
  }

  delete(tiles) {
    if (!tiles.length) return;
    this.selection.none();
    this.hide(tiles);
    this.deletion.begin({ ids: tiles.map(idOf), tiles });
    this.dock.offerUndo(tiles.length);
  }

  // The focus goes to what stands after them, or before.
  hide(tiles) {
    const all = tilesOf(this.results);
    const last = all.indexOf(tiles.at(-1));
    const rest = (some) => some.filter((tile) => !tiles.includes(tile));
    const near = rest(all.slice(last)).at(0) ?? rest(all).at(-1);
    tiles.forEach((tile) => { tile.hidden = true; });
    this.count(-tiles.length);
    if (near) focusTile(near);
  }

  undo() {
    const batch = this.deletion.undo();
    if (!batch) return;
    this.restore(batch.tiles);
    this.dock.say(this.phrases.gallery.restored);
    focusTile(batch.tiles[0]);
  }

  restore(tiles) {
    tiles.forEach((tile) => { tile.hidden = false; });
    this.count(tiles.length);
  }

  settle({ ids, tiles }, count, problem) {
    if (problem) {
      this.restore(tiles);
      this.warn(problem, this.phrases.gallery.not_deleted);
      return;
    }
    tiles.forEach((tile) => tell("deleted", addressOf(tile)));
    tiles.forEach((tile) => tile.remove());
    this.dock.settle(ids.length - count);
    this.notice();
  }

  // Gone by another hand.
  drop(tiles, words) {
    this.hide(tiles);
    tiles.forEach((tile) => tile.remove());
    this.choose(this.selection.tiles());
    this.dock.say(fill(this.phrases.gallery[words], { count: tiles.length }));
    this.notice();
  }

  // The server has the words for a gallery in which nothing is left.
  notice() {
    const isBare = !this.results.querySelector("[data-tile]") && !this.endless.link;
    if (isBare) window.location.reload();
  }

  count(change) {
    const place = this.results.querySelector("[data-count]");
    if (!place) return;
    place.dataset.count = Number(place.dataset.count) + change;
    place.textContent = numberWords(Number(place.dataset.count));
  }

  // Pages

  append(tiles) {
    const fresh = this.unknown(tiles);
    this.results.querySelector("[data-tiles]").append(...fresh);
    this.dock.tell(fill(this.phrases.gallery.loaded, { count: fresh.length }));
  }

  unknown(tiles) {
    const known = new Set(
      [...this.results.querySelectorAll("[data-tile]")].map(idOf));
    return tiles.filter((tile) => !known.has(idOf(tile)));
  }

  // Shows what a filter finds, without what waits to be deleted; says whether it did.
  async ask(url) {
    this.turn = (this.turn ?? 0) + 1;
    const { turn } = this;
    this.results.ariaBusy = "true";
    try {
      await this.deletion.commit();
      const page = await fetchPage(url);
      // The newest choice wins.
      if (turn === this.turn) this.showResults(page.querySelector("[data-results]"));
      return turn === this.turn;
    } catch (problem) {
      this.warn(problem);
      return false;
    } finally {
      if (turn === this.turn) this.results.ariaBusy = "false";
    }
  }

  showResults(results) {
    this.results.replaceChildren(...results.childNodes);
    this.choose([]);
    this.endless.watch();
    const count = this.results.querySelector("[data-count]").textContent;
    this.dock.tell(fill(this.phrases.gallery.found, { count }));
  }

  warn(problem, sentence = "{problem}") {
    if (!(problem instanceof Problem)) throw problem;
    this.dock.say(fill(sentence, { problem: problemWords(problem, this.phrases) }));
  }

  // Other tabs

  async hear({ kind, url }) {
    const tile = this.results.querySelector(`[data-url="${url}"]`);
    if (kind === "deleted" && tile && !tile.hidden) this.drop([tile], "deleted_elsewhere");
    if (kind === "changed" && tile) {
      renew(tile, await readPhotos(url), this.phrases.standings);
    }
    if (kind === "kept" && !tile) await this.takeIn();
  }

  // New pictures come first; what a filter or an older page shows is left alone.
  async takeIn() {
    const list = this.results.querySelector("[data-tiles]");
    if (window.location.search || !list) return;
    const page = await fetchPage(window.location.href);
    const fresh = this.unknown([...page.querySelectorAll("[data-tile]")]);
    list.prepend(...fresh);
    this.count(fresh.length);
  }
}

const root = document.querySelector("[data-gallery]");
if (root?.querySelector("[data-results]")) new GalleryPage(root);
