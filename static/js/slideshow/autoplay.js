/** Turns the slides automatically, and keeps the screen on meanwhile. */

const reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");
const DEFAULT_SECONDS = 4;

export class Autoplay {
  /**
   * @param {HTMLElement} line that shows the progress
   * @param {object} hooks
   * @param {() => void} hooks.onStep
   * @param {(isPlaying: boolean) => void} hooks.onChange
   */
  constructor(line, { onStep, onChange }) {
    this.line = line;
    this.onStep = onStep;
    this.onChange = onChange;
    this.isPlaying = false;
    this.seconds = DEFAULT_SECONDS;
    this.timer = 0;
    /** @type {Animation | undefined} */
    this.animation = undefined;
    /** @type {Promise<WakeLockSentinel | null> | null | undefined} */
    this.wakeLock = null;
    document.addEventListener("visibilitychange", () => this.handleVisibility());
  }

  toggle() {
    this.isPlaying = !this.isPlaying;
    if (this.isPlaying) this.startTimer();
    else this.stopTimer();
    this.updateWakeLock();
    this.onChange(this.isPlaying);
  }

  /** @param {number} seconds */
  setSeconds(seconds) {
    this.seconds = seconds;
    if (this.timer) this.startTimer();
  }

  /** Start the time of the slide that is shown, once it is loaded. */
  startTimer() {
    this.stopTimer();
    if (!this.isPlaying || document.hidden) return;
    const duration = this.seconds * 1000;
    this.timer = window.setTimeout(this.onStep, duration);
    if (reducedMotion.matches) return;
    const growth = [{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }];
    this.animation = this.line.animate(growth, { duration, fill: "forwards" });
  }

  stopTimer() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.animation?.cancel();
  }

  /** A hidden page pauses; the browser releases its lock. */
  handleVisibility() {
    this.startTimer();
    this.updateWakeLock();
  }

  async updateWakeLock() {
    const isWanted = this.isPlaying && !document.hidden;
    const before = this.wakeLock;
    this.wakeLock = isWanted
      ? navigator.wakeLock?.request("screen").catch(() => null)
      : null;
    (await before)?.release();
  }
}
