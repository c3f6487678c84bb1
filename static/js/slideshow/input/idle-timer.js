/** Marks the root when nobody has moved for a while; the style fades the controls. */

const IDLE_MS = 3000;
const ACTIVITY_EVENTS = ["pointermove", "pointerdown", "keydown", "focusin"];

export class IdleTimer {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.isEnabled = false;
    this.timer = 0;
    for (const event of ACTIVITY_EVENTS) {
      document.addEventListener(event, () => this.restart(), { passive: true });
    }
  }

  /** @param {boolean} isEnabled */
  setEnabled(isEnabled) {
    this.isEnabled = isEnabled;
    this.restart();
  }

  restart() {
    clearTimeout(this.timer);
    this.root.removeAttribute("data-idle");
    if (!this.isEnabled) return;
    this.timer = window.setTimeout(
      () => this.root.setAttribute("data-idle", ""),
      IDLE_MS,
    );
  }
}
