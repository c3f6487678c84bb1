// Walks through the pictures: keyboard, swipe, buttons, thumbnails, autoplay.
import { actionOf, indexOf, step, swipeOf } from "./slides.js";

class Slideshow {
  constructor(root) {
    this.root = root;
    this.slides = [...root.querySelectorAll("[data-slide]")];
    this.thumbs = [...root.querySelectorAll(".thumb")];
    this.place = root.querySelector("[data-place]");
    this.seconds = root.querySelector("[data-seconds]");
    this.playButton = root.querySelector('[data-do="play"]');
    this.timer = 0;
    this.listen();
    this.openAddress();
  }

  listen() {
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("hashchange", () => this.openAddress());
    this.seconds.addEventListener("change", () => this.timer && this.wait());
    this.root.querySelectorAll("[data-do]").forEach((button) =>
      button.addEventListener("click", () => this.act(button.dataset.do)));
    this.listenToSwipes(this.root.querySelector("[data-stage]"));
  }

  listenToSwipes(stage) {
    let from = null;
    stage.addEventListener("pointerdown", (event) => {
      from = event.isPrimary && event.pointerType !== "mouse" ? event : null;
    });
    stage.addEventListener("pointerup", (event) => {
      if (!from || event.pointerId !== from.pointerId) return;
      const { clientX, clientY } = from;
      from = null;
      const action = swipeOf(event.clientX - clientX, event.clientY - clientY);
      if (action) this.act(action);
    });
    stage.addEventListener("pointercancel", () => { from = null; });
  }

  press(event) {
    const isElsewhere = event.target.closest("select, input, textarea");
    const isOwnPress = event.key === " " && event.target.closest("button, a");
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    const action = actionOf(event.key);
    if (!action || isElsewhere || isOwnPress || isShortcut) return;
    event.preventDefault();
    this.act(action);
  }

  act(action) {
    if (action === "play") this.togglePlay();
    else if (action === "fullscreen") this.toggleFullscreen();
    else if (action === "leave") this.leave();
    else this.show(step(this.index, action, this.slides.length));
  }

  openAddress() {
    this.show(indexOf(window.location.hash, this.slides.map(({ id }) => id)));
  }

  show(index) {
    this.index = index;
    this.slides.forEach((slide, i) =>
      slide.classList.toggle("slide-shown", i === index));
    this.thumbs.forEach((thumb, i) => {
      if (i === index) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
    this.place.textContent = `${index + 1} / ${this.slides.length}`;
    // Replaced, not pushed: the way back leads to the gallery, not through each slide.
    window.history.replaceState(null, "", `#${this.slides[index].id}`);
    this.bringThumb(this.thumbs[index]);
    this.preload(index);
    if (this.timer) this.wait();
  }

  bringThumb(thumb) {
    const list = thumb.closest("[data-thumbs]");
    list.scrollLeft = thumb.offsetLeft - (list.clientWidth - thumb.offsetWidth) / 2;
  }

  preload(index) {
    ["next", "previous"].forEach((action) => {
      const slide = this.slides[step(index, action, this.slides.length)];
      slide.querySelector("img").loading = "eager";
    });
  }

  togglePlay() {
    if (this.timer) this.pause();
    else this.wait();
    const isPlaying = Boolean(this.timer);
    this.root.toggleAttribute("data-playing", isPlaying);
    // Read aloud at every step it would be a nuisance.
    this.place.setAttribute("aria-live", isPlaying ? "off" : "polite");
    const { play, pause } = this.playButton.dataset;
    const words = this.playButton.querySelector("[data-play-words]");
    words.textContent = isPlaying ? pause : play;
  }

  wait() {
    this.pause();
    this.timer = setTimeout(() => this.act("next"), Number(this.seconds.value) * 1000);
  }

  pause() {
    clearTimeout(this.timer);
    this.timer = 0;
  }

  toggleFullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.().catch(() => {});
  }

  leave() {
    if (document.fullscreenElement) document.exitFullscreen();
    else window.location.assign(this.root.dataset.galleryUrl);
  }
}

const root = document.querySelector("[data-slideshow]");
if (root) new Slideshow(root);
