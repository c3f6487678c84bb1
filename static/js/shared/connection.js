/**
 * Polls an unreachable server until it answers.
 *
 * The modules of a page tell each other by the events `server-away` and `server-back`.
 */

const FIRST_PAUSE_MS = 2000;
const MAX_PAUSE_MS = 15_000;

export class Connection {
  /** @param {string} healthUrl */
  constructor(healthUrl) {
    this.healthUrl = healthUrl;
    this.isAway = false;
    this.pauseMs = FIRST_PAUSE_MS;
    this.timer = 0;
    window.addEventListener("server-away", () => this.startPolling());
    window.addEventListener("offline", reportServerAway);
    window.addEventListener("online", () => this.poll());
    if (!navigator.onLine) reportServerAway();
  }

  startPolling() {
    if (this.isAway) return;
    this.isAway = true;
    this.pauseMs = FIRST_PAUSE_MS;
    this.scheduleNext();
  }

  scheduleNext() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.poll(), this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 1.5, MAX_PAUSE_MS);
  }

  async poll() {
    const response = await fetch(this.healthUrl, { cache: "no-store" }).catch(
      () => null,
    );
    if (!this.isAway) return;
    if (response?.ok) this.stopPolling();
    else this.scheduleNext();
  }

  stopPolling() {
    clearTimeout(this.timer);
    this.isAway = false;
    window.dispatchEvent(new Event("server-back"));
  }
}

export function reportServerAway() {
  window.dispatchEvent(new Event("server-away"));
}
