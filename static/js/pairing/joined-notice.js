// On a phone in another screen's gallery: how long it may stay, and when that is over.
import { askPairings } from "../shared/api.js";
import { leftWords } from "./remaining-time.js";

const PAUSE = 5000;

class JoinedNotice {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-joined-${name}]`);
    this.show(Number(root.dataset.seconds));
    document.addEventListener("visibilitychange", () => this.ask());
    this.timer = setInterval(() => this.ask(), PAUSE);
  }

  async ask() {
    if (document.hidden || this.isOver) return;
    const state = await askPairings(this.root.dataset.url).catch(() => null);
    if (state) this.show(state.joined);
  }

  show(seconds) {
    this.part("left").textContent = leftWords(seconds, this.root.dataset);
    if (seconds === 0) this.end();
  }

  end() {
    this.isOver = true;
    clearInterval(this.timer);
    this.root.classList.add("joined-over");
    // A slideshow that fills the screen would hide it.
    if (document.fullscreenElement) document.exitFullscreen();
    ["now", "leave"].forEach((name) => { this.part(name).hidden = true; });
    ["over", "own"].forEach((name) => { this.part(name).hidden = false; });
  }
}

const root = document.querySelector("[data-joined-notice]");
if (root) new JoinedNotice(root);
