/** Shows the photos of a gallery one by one: by keys, swipes, clicks, or automatically. */
import { find, readJson } from "../shared/dom.js";
import { fetchPage } from "../shared/pages/fetch-page.js";
import { problemText } from "../shared/problem-texts.js";
import { Autoplay } from "./autoplay.js";
import { altTextOf, Caption, spokenTextOf } from "./caption.js";
import { toggleFullscreen } from "./fullscreen.js";
import { IdleTimer } from "./input/idle-timer.js";
import { SlideshowInput } from "./input/slideshow-input.js";
import { PhotoListSync } from "./photo-list-sync.js";
import { SlideAddress } from "./slide-address.js";
import { SlideDeck } from "./slide-deck.js";
import { indexAfterChange, step } from "./slide-navigation.js";
import { SlideWindow } from "./slide-window.js";
import { SlideshowOptions } from "./slideshow-options.js";
import { SlideshowStatus } from "./slideshow-status.js";
import { ThumbnailStrip } from "./thumbnail-strip.js";

/** @import { Slide } from "./slide.js" */
/** @import { Action } from "./slide-navigation.js" */

class SlideshowPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.window = readWindow(root);
    this.index = 0;
    this.show = find(root, "[data-show]");
    this.menu = find(this.show, "[data-menu]", HTMLDetailsElement);
    this.deck = new SlideDeck(this.part("slides"), root.dataset);
    this.status = new SlideshowStatus(this.show);
    this.address = new SlideAddress(() => this.currentId);
    this.caption = new Caption(this.part("caption"));
    this.idle = new IdleTimer(this.show);
    this.autoplay = new Autoplay(this.part("line"), {
      onStep: () => this.run(this.currentSlide.isFailed ? "retry" : "next"),
      onChange: (isPlaying) => this.showPlaying(isPlaying),
    });
    this.options = new SlideshowOptions(this.show, (seconds) =>
      this.autoplay.setSeconds(seconds),
    );
    this.thumbnails = new ThumbnailStrip(this.part("thumbs"), {
      urlOf: (id) => this.deck.urlOf("thumbnail", id),
      onMissing: (id) => this.handleMissing(id),
    });
    this.sync = new PhotoListSync(root.dataset.photosUrl ?? "", {
      currentIds: () => this.ids,
      isFollowing: () => this.window.followsNewest,
      onList: (ids) => this.handleNewList(ids),
      onChanged: (id) => this.refresh(id),
      onDeleted: (id) => this.remove(id),
    });
    new SlideshowInput(this.show, {
      isIdle: () => !this.ids.length,
      hasLetters: () => this.options.values.letters,
      onAction: (action) => this.run(action),
      onThumbnail: (id) => this.turn(this.ids.indexOf(id)),
    });
    this.listen();
    this.thumbnails.setWindow(this.window);
    this.showEmpty();
    if (this.ids.length) this.openHash(window.location.hash);
  }

  /** @param {string} name */
  part(name) {
    return find(this.show, `[data-${name}]`);
  }

  get ids() {
    return this.window.ids;
  }

  get currentId() {
    return this.ids[this.index];
  }

  get currentSlide() {
    return this.deck.slideOf(this.currentId);
  }

  listen() {
    window.addEventListener("hashchange", ({ newURL }) =>
      this.openHash(new URL(newURL).hash),
    );
    document.addEventListener("visibilitychange", () => this.refresh(this.currentId));
    window.addEventListener("server-back", () => {
      if (this.ids.length && this.currentSlide.isFailed) this.run("retry");
    });
    this.part("fullscreen").hidden = !document.fullscreenEnabled;
  }

  // Actions of the visitor
  /** @param {Action} action */
  run(action) {
    /** @type {Partial<Record<Action, () => void>>} */
    const commands = {
      play: () => this.autoplay.toggle(),
      fullscreen: () => toggleFullscreen(this.show),
      leave: () => this.leave(),
      help: () => this.openHelp(),
      correct: () => window.location.assign(this.deck.linksOf(this.currentId).correct),
      retry: () => this.turn(this.index),
      boxes: () => this.options.toggle("boxes"),
      caption: () => this.options.toggle("caption"),
      thumbs: () => this.options.toggle("thumbs"),
    };
    const command = commands[action];
    const beyond = this.window.idBeyond(this.index, action);
    if (command) command();
    else if (beyond) this.openWindow(beyond);
    else this.turn(step(this.index, action, this.ids.length));
  }

  openHelp() {
    this.menu.open = false;
    find(this.show, "[data-help]", HTMLDialogElement).showModal();
  }

  leave() {
    if (this.menu.open) this.menu.open = false;
    else if (document.fullscreenElement) document.exitFullscreen();
    else window.location.assign(this.root.dataset.galleryUrl ?? "/");
  }

  // Slides
  /** @param {number} index */
  async turn(index) {
    this.index = index;
    const id = this.ids[index];
    const slide = this.deck.turnTo(this.ids, index);
    if (slide.isStale) this.refresh(id);
    this.autoplay.stopTimer();
    this.showPlace();
    this.thumbnails.scrollTo(index);
    this.address.updateSoon();
    this.caption.clear();
    // The text arrives before the picture, which is larger.
    slide.fetchData().then(
      () => this.showData(slide),
      () => {},
    );
    await slide.load().catch((error) => this.fail(id, error));
    if (!this.isCurrent(id)) return;
    this.autoplay.startTimer();
    this.preload();
  }

  /** @param {string} id */
  isCurrent(id) {
    return this.currentId === id;
  }

  preload() {
    this.deck.preloadNeighbors(this.ids, this.index, (id, error) =>
      this.fail(id, error),
    );
  }

  /** @param {Slide} slide */
  showData({ photo, picture }) {
    if (!photo || !this.isCurrent(photo.id)) return;
    picture.alt = altTextOf(photo);
    this.caption.show(photo, this.deck.linksOf(photo.id));
    // Spoken at every automatic step it would be a nuisance.
    const spoken = spokenTextOf(
      photo,
      this.window.placeOf(this.index),
      this.window.count,
    );
    this.status.speak(this.autoplay.isPlaying ? "" : spoken);
  }

  /**
   * @param {string} id
   * @param {any} error
   */
  fail(id, error) {
    if (error.code === "not_found") this.remove(id);
    if (this.isCurrent(id)) this.status.showFailure(problemText(error));
  }

  /** @param {string} hash */
  openHash(hash) {
    const id = hash.slice(1);
    if (id && !this.ids.includes(id) && !this.window.isWhole) this.openWindow(id);
    else this.turnToId(id);
  }

  /** @param {string} id */
  turnToId(id) {
    const index = this.ids.indexOf(id);
    if (id && index < 0) this.status.showNote(problemText({ code: "not_found" }));
    this.turn(Math.max(index, 0));
  }

  /**
   * Show a photo that is far away, with its neighbors.
   *
   * @param {string} id
   */
  async openWindow(id) {
    const page = await fetchPage(`?at=${encodeURIComponent(id)}`).catch((error) => {
      this.status.showNote(problemText(error));
    });
    // Where it plays, this tries again after a while.
    if (!page) return this.turn(this.index);
    this.window = readWindow(page);
    this.thumbnails.setWindow(this.window);
    this.showEmpty();
    if (this.ids.length) this.turnToId(id);
  }

  // Changes elsewhere
  /** @param {string[]} ids */
  handleNewList(ids) {
    const before = new Set(this.ids);
    const count = ids.filter((id) => !before.has(id)).length;
    this.window.endWith(ids);
    this.setIds(ids);
    if (count) this.status.showAdded(count);
  }

  /** @param {string} id */
  remove(id) {
    if (this.ids.includes(id)) this.setIds(this.ids.filter((other) => other !== id));
  }

  /** @param {string[]} ids */
  setIds(ids) {
    const before = this.ids;
    const shown = before[this.index];
    this.window.ids = ids;
    this.index = indexAfterChange(ids, before, this.index);
    this.thumbnails.setWindow(this.window);
    this.showEmpty();
    const beyond = this.window.idBeyond(this.index, "next");
    if (!ids.length && beyond) this.openWindow(beyond);
    if (!ids.length) return;
    if (!this.isCurrent(shown)) {
      this.turn(this.index);
      return;
    }
    // The same slide at another index: only numbers and neighbors change.
    this.showPlace();
    this.thumbnails.scrollTo(this.index);
    this.deck.turnTo(this.ids, this.index);
    this.preload();
  }

  /** @param {string} id */
  async refresh(id) {
    const slide = this.deck.slides.get(id);
    if (!slide || document.hidden) return;
    await slide.refresh().catch((error) => this.fail(id, error));
    this.showData(slide);
  }

  /**
   * A thumbnail failed to load: find out whether it was deleted, or the network failed.
   *
   * @param {string} id
   */
  async handleMissing(id) {
    await this.sync.check();
    if (!this.ids.includes(id)) return;
    const slide = this.deck.createSlide(id);
    slide
      .fetchData()
      .catch((error) => this.fail(id, error))
      .finally(() => slide.close());
  }

  showPlace() {
    const place = `${this.window.placeOf(this.index)} / ${this.window.count}`;
    this.status.showPlace(this.currentSlide.node, place);
  }

  /** @param {boolean} isPlaying */
  showPlaying(isPlaying) {
    this.idle.setEnabled(isPlaying);
    this.status.showPlaying(isPlaying);
  }

  showEmpty() {
    const isEmpty = !this.ids.length;
    this.show.hidden = isEmpty;
    find(this.root, "[data-empty]").hidden = !isEmpty;
    if (isEmpty && this.autoplay.isPlaying) this.autoplay.toggle();
  }
}

/** @param {ParentNode} page */
function readWindow(page) {
  return new SlideWindow(readJson(find(page, "[data-window]")));
}

const root = document.querySelector("[data-slideshow]");
if (root instanceof HTMLElement) new SlideshowPage(root);
