// A pause of the whole queue: the network or the server wants everybody to wait.

export class QueuePause {
  // onTick is told the seconds left, onEnd that the wait is over.
  constructor(onTick, onEnd) {
    Object.assign(this, { onTick, onEnd, until: 0, timer: 0 });
    ["online", "server-back"].forEach((news) =>
      window.addEventListener(news, () => this.end()));
  }

  get isOn() {
    return this.timer !== 0;
  }

  get seconds() {
    return Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
  }

  begin(seconds) {
    this.until = Math.max(this.until, Date.now() + seconds * 1000);
    if (!this.isOn) this.timer = setInterval(() => this.tick(), 1000);
    this.onTick();
  }

  tick() {
    if (this.seconds === 0) this.end();
    else this.onTick();
  }

  end() {
    if (!this.isOn) return;
    clearInterval(this.timer);
    Object.assign(this, { timer: 0, until: 0 });
    this.onEnd();
  }
}
