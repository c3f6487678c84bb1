/** Pauses the whole queue while the network or the server is not available. */

export class QueuePause {
  /**
   * @param {() => void} onTick each second of the pause
   * @param {() => void} onEnd
   */
  constructor(onTick, onEnd) {
    this.onTick = onTick;
    this.onEnd = onEnd;
    this.until = 0;
    this.timer = 0;
    for (const event of ["online", "server-back"]) {
      window.addEventListener(event, () => this.end());
    }
  }

  get isActive() {
    return this.timer !== 0;
  }

  get secondsLeft() {
    return Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
  }

  /** @param {number} seconds */
  begin(seconds) {
    this.until = Math.max(this.until, Date.now() + seconds * 1000);
    if (!this.isActive) this.timer = window.setInterval(() => this.tick(), 1000);
    this.onTick();
  }

  tick() {
    if (this.secondsLeft === 0) this.end();
    else this.onTick();
  }

  end() {
    if (!this.isActive) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.until = 0;
    this.onEnd();
  }
}
