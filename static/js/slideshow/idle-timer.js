// Notes on the root when nobody has moved for a while; the style fades the controls.

const STILL_MS = 3000;
const MOVES = ["pointermove", "pointerdown", "keydown", "focusin"];

export class IdleTimer {
  constructor(root) {
    this.root = root;
    this.isWatching = false;
    MOVES.forEach((kind) =>
      root.ownerDocument.addEventListener(kind, () => this.wake(), { passive: true }));
  }

  watch(isWatching) {
    this.isWatching = isWatching;
    this.wake();
  }

  wake() {
    clearTimeout(this.timer);
    this.root.removeAttribute("data-idle");
    if (!this.isWatching) return;
    this.timer = setTimeout(() => this.root.setAttribute("data-idle", ""), STILL_MS);
  }
}
