// Plays by itself: waits, steps, and keeps the screen awake meanwhile.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export class Autoplay {
  constructor(line, { onStep, onChange }) {
    Object.assign(this, { line, onStep, onChange });
    this.isPlaying = false;
    this.seconds = 4;
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.look());
  }

  toggle() {
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying) this.rest();
    else this.hold();
    this.keepAwake();
    this.onChange(this.isPlaying);
  }

  setSeconds(seconds) {
    this.seconds = seconds;
    if (this.timer) this.rest();
  }

  // Begins the wait for the next slide, once the visitor has this one before the eyes.
  rest() {
    this.hold();
    if (!this.isPlaying || document.hidden) return;
    const duration = this.seconds * 1000;
    this.timer = setTimeout(this.onStep, duration);
    if (calm.matches) return;
    const growth = [{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }];
    this.growing = this.line.animate(growth, { duration, fill: "forwards" });
  }

  hold() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.growing?.cancel();
  }

  // Unseen, nothing moves on; a browser takes the lock away from a hidden page.
  look() {
    this.rest();
    this.keepAwake();
  }

  async keepAwake() {
    const isWanted = this.isPlaying && !document.hidden;
    const before = this.lock;
    this.lock = isWanted
      ? navigator.wakeLock?.request("screen").catch(() => null)
      : null;
    (await before)?.release();
  }
}
