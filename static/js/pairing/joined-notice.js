/** On a phone in another screen's gallery: shows how long it may stay, and when it ends. */
import { find } from "../shared/dom.js";
import { getPairings } from "./pairing-api.js";
import { remainingText } from "./remaining-time.js";

const POLL_MS = 5000;

class JoinedNotice {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.isOver = false;
    this.show(Number(root.dataset.seconds));
    document.addEventListener("visibilitychange", () => this.poll());
    this.timer = window.setInterval(() => this.poll(), POLL_MS);
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `[data-joined-${name}]`);
  }

  async poll() {
    if (document.hidden || this.isOver) return;
    const state = await getPairings(this.root.dataset.url ?? "").catch(() => null);
    if (state) this.show(state.joined);
  }

  /** @param {number} seconds left */
  show(seconds) {
    this.part("left").textContent = remainingText(seconds);
    if (seconds === 0) this.end();
  }

  end() {
    this.isOver = true;
    clearInterval(this.timer);
    this.root.classList.add("joined-over");
    // A slideshow that fills the screen would hide it.
    if (document.fullscreenElement) document.exitFullscreen();
    for (const name of ["now", "leave"]) this.part(name).hidden = true;
    for (const name of ["over", "own"]) this.part(name).hidden = false;
  }
}

const root = document.querySelector("[data-joined-notice]");
if (root instanceof HTMLElement) new JoinedNotice(root);
