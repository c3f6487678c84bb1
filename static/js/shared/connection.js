// Notices that the server is away, and asks until it is back; windows tell each other
// by the events `server-away` and `server-back`.
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 15000;

export class Connection {
  constructor(url) {
    this.url = url;
    this.isAway = false;
    window.addEventListener("server-away", () => this.lose());
    window.addEventListener("offline", tellAway);
    window.addEventListener("online", () => this.ask());
    if (!navigator.onLine) tellAway();
  }

  lose() {
    if (this.isAway) return;
    this.isAway = true;
    this.pause = FIRST_PAUSE;
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), this.pause);
    this.pause = Math.min(this.pause * 1.5, LONGEST_PAUSE);
  }

  async ask() {
    const answer = await fetch(this.url, { cache: "no-store" }).catch(() => null);
    if (!this.isAway) return;
    if (answer?.ok) this.find();
    else this.wait();
  }

  find() {
    clearTimeout(this.timer);
    this.isAway = false;
    window.dispatchEvent(new Event("server-back"));
  }
}

export function tellAway() {
  window.dispatchEvent(new Event("server-away"));
}
