// Walks through the pictures of a visit: keyboard, swipe, clicks, strip, by itself.
import { SlideDeck } from "./slide-deck.js";
import { readJson } from "../shared/api.js";
import { Autoplay } from "./autoplay.js";
import { Caption } from "./caption.js";
import { IdleTimer } from "./idle-timer.js";
import { PhotoListSync } from "./photo-list-sync.js";
import { SlideshowOptions } from "./slideshow-options.js";
import { actionOf, placeIn, step } from "./slide-navigation.js";
import { Swipe } from "./swipe.js";
import { ThumbnailStrip } from "./thumbnail-strip.js";
import { counted, numberWords, problemWords } from "../shared/texts.js";

const ADDRESS_MS = 120;
const NOTE_MS = 6000;

class SlideshowPage {
  constructor(root) {
    this.root = root;
    this.phrases = readJson(root.querySelector("[data-phrases]"));
    this.ids = readJson(root.querySelector("[data-ids]"));
    this.index = 0;
    this.show = root.querySelector("[data-show]");
    this.album = new SlideDeck(this.part("slides"), root.dataset);
    this.caption = new Caption(this.part("caption"), this.phrases);
    this.idle = new IdleTimer(this.show);
    this.autoplay = new Autoplay(this.part("line"), {
      onStep: () => this.act(this.isFailed() ? "retry" : "next"),
      onChange: (isPlaying) => this.tellPlay(isPlaying),
    });
    this.options = new SlideshowOptions(this.show, (seconds) => this.autoplay.setSeconds(seconds));
    this.thumbs = new ThumbnailStrip(
      this.part("thumbs"),
      (id) => this.album.addressOf("thumbnail", id),
      { onMissing: (id) => this.doubt(id) },
    );
    this.news = new PhotoListSync(root.dataset.photosUrl, {
      idsNow: () => this.ids,
      onList: (ids) => this.welcome(ids),
      onChanged: (id) => this.renew(id),
      onDeleted: (id) => this.drop(id),
    });
    this.listen();
    this.begin();
  }

  part(name) {
    return this.show.querySelector(`[data-${name}]`);
  }

  listen() {
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("hashchange", ({ newURL }) =>
      this.openAddress(new URL(newURL).hash));
    window.addEventListener("pagehide", () => this.writeAddress());
    document.addEventListener("visibilitychange", () => this.renew(this.ids[this.index]));
    this.show.addEventListener("click", (event) => this.click(event));
    window.addEventListener("server-back", () => this.isFailed() && this.act("retry"));
    this.part("fullscreen").hidden = !document.fullscreenEnabled;
    new Swipe(this.part("stage"), (action) => this.act(action));
  }

  begin() {
    this.thumbs.take(this.ids);
    this.tellEmpty();
    if (this.ids.length) this.openAddress(window.location.hash);
  }

  // What the visitor does

  press(event) {
    const isElsewhere = event.target.closest("select, textarea, dialog[open]");
    const isOwnPress = event.key === " " && event.target.closest("button, input, summary");
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    const action = actionOf(event.key, this.options.values.letters);
    if (!action || isElsewhere || isOwnPress || isShortcut || !this.ids.length) return;
    event.preventDefault();
    this.act(action);
  }

  click(event) {
    const button = event.target.closest("[data-do]");
    const menu = this.part("menu");
    if (menu.open && !menu.contains(event.target)) menu.open = false;
    if (button) this.act(button.dataset.do);
    else if (event.target.closest("[data-thumbs] a")) this.openThumb(event);
    else if (event.pointerType === "touch" && event.target.closest("[data-stage]")) {
      this.show.toggleAttribute("data-bare");
    }
  }

  openThumb(event) {
    event.preventDefault();
    this.turn(this.ids.indexOf(event.target.closest("[data-id]").dataset.id));
  }

  act(action) {
    const deeds = {
      play: () => this.autoplay.toggle(),
      fullscreen: () => this.toggleFullscreen(),
      leave: () => this.leave(),
      help: () => this.openHelp(),
      correct: () => window.location.assign(this.linksOf(this.ids[this.index]).correct),
      retry: () => this.turn(this.index),
      boxes: () => this.options.toggle("boxes"),
      caption: () => this.options.toggle("caption"),
      thumbs: () => this.options.toggle("thumbs"),
    };
    if (deeds[action]) deeds[action]();
    else this.turn(step(this.index, action, this.ids.length));
  }

  toggleFullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.show.requestFullscreen?.().catch(() => {});
  }

  openHelp() {
    this.part("menu").open = false;
    this.part("help").showModal();
  }

  leave() {
    if (this.part("menu").open) this.part("menu").open = false;
    else if (document.fullscreenElement) document.exitFullscreen();
    else window.location.assign(this.root.dataset.galleryUrl);
  }

  // Slides

  async turn(index) {
    this.index = index;
    const id = this.ids[index];
    const slide = this.album.turnTo(this.ids, index);
    if (slide.isStale) this.renew(id);
    this.autoplay.hold();
    this.tellPlace();
    this.thumbs.bring(index);
    clearTimeout(this.addressTimer);
    // Browsers forbid to write it many times a second.
    this.addressTimer = setTimeout(() => this.writeAddress(), ADDRESS_MS);
    this.caption.clear();
    // Words come before the picture, which weighs more.
    slide.ask().then(() => this.isShown(id) && this.tell(slide), () => {});
    await slide.load().catch((problem) => this.fail(id, problem));
    if (this.isShown(id)) this.settle();
  }

  isFailed() {
    return this.album.slideOf(this.ids[this.index]).node.hasAttribute("data-failed");
  }

  isShown(id) {
    return this.ids[this.index] === id;
  }

  settle() {
    this.autoplay.rest();
    this.preload();
  }

  preload() {
    this.album.preload(this.ids, this.index, (id, problem) => this.fail(id, problem));
  }

  tell(slide) {
    const { photo } = slide;
    slide.picture.alt = this.caption.altOf(photo);
    this.caption.show(photo, this.linksOf(photo.id));
    // Read aloud at every step by itself it would be a nuisance.
    this.part("spoken").textContent = this.autoplay.isPlaying
      ? ""
      : this.caption.spokenOf(photo, this.index + 1, this.ids.length);
  }

  linksOf(id) {
    const page = this.album.addressOf("page", id);
    return { page, correct: `${page}#correct` };
  }

  fail(id, problem) {
    if (problem.code === "not_found") this.drop(id);
    if (!this.isShown(id)) return;
    this.part("failure-words").textContent = problemWords(problem, this.phrases);
  }

  // Replaced, not pushed: the way back leads to the gallery, not through each slide.
  writeAddress() {
    if (!this.ids.length) return;
    window.history.replaceState(null, "", `#${this.ids[this.index]}`);
  }

  openAddress(hash) {
    const id = hash.slice(1);
    const index = this.ids.indexOf(id);
    if (id && index < 0) this.note(this.phrases.problems.not_found);
    this.turn(Math.max(index, 0));
  }

  // What happens elsewhere

  welcome(ids) {
    const before = new Set(this.ids);
    const count = ids.filter((id) => !before.has(id)).length;
    this.take(ids);
    if (count) this.note(counted(this.phrases.slides.fresh, { count }));
  }

  drop(id) {
    if (this.ids.includes(id)) this.take(this.ids.filter((other) => other !== id));
  }

  take(ids) {
    const before = this.ids;
    const shown = before[this.index];
    this.ids = ids;
    this.index = placeIn(ids, before, this.index);
    this.thumbs.take(ids);
    this.tellEmpty();
    if (!ids.length) return;
    if (!this.isShown(shown)) this.turn(this.index);
    else this.keep();
  }

  // The same slide in another place: nothing moves but the numbers.
  keep() {
    this.tellPlace();
    this.thumbs.bring(this.index);
    this.album.turnTo(this.ids, this.index);
    this.preload();
  }

  async renew(id) {
    const slide = this.album.slides.get(id);
    if (!slide || document.hidden) return;
    await slide.refresh().catch((problem) => this.fail(id, problem));
    if (this.isShown(id) && slide.photo) this.tell(slide);
  }

  // A small picture did not come: is the whole gallery gone, this one, or the network?
  async doubt(id) {
    await this.news.look();
    if (!this.ids.includes(id)) return;
    const slide = this.album.build(id);
    slide.ask().catch((problem) => this.fail(id, problem)).finally(() => slide.close());
  }

  // Words

  tellPlace() {
    const place = [this.index + 1, this.ids.length].map((n) => numberWords(n)).join(" / ");
    const { node } = this.album.slideOf(this.ids[this.index]);
    node.setAttribute("aria-label", place);
    this.part("place").textContent = place;
  }

  tellPlay(isPlaying) {
    this.show.toggleAttribute("data-playing", isPlaying);
    this.idle.watch(isPlaying);
    const words = this.part("play-words");
    words.textContent = words.dataset[isPlaying ? "pause" : "play"];
    if (isPlaying) this.part("spoken").textContent = "";
  }

  tellEmpty() {
    this.show.hidden = !this.ids.length;
    this.root.querySelector("[data-empty]").hidden = Boolean(this.ids.length);
    if (!this.ids.length && this.autoplay.isPlaying) this.autoplay.toggle();
  }

  note(words) {
    const note = this.part("note");
    clearTimeout(this.noteTimer);
    note.textContent = words;
    this.noteTimer = setTimeout(() => { note.textContent = ""; }, NOTE_MS);
  }
}

const root = document.querySelector("[data-slideshow]");
if (root) new SlideshowPage(root);
