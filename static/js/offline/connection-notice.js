/** On every page: registers the service worker, and shows when the server is away. */
import { Connection, reportServerAway } from "../shared/connection.js";
import { find } from "../shared/dom.js";

const BACK_MS = 4000;

class ConnectionNotice {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.away = find(root, "[data-connection-away]");
    this.back = find(root, "[data-connection-back]");
    this.timer = 0;
    window.addEventListener("server-away", () => this.show(this.away));
    window.addEventListener("server-back", () => this.showBack());
    new Connection(root.dataset.healthUrl ?? "");
    // Browsers allow service workers only over HTTPS or on localhost, and with cookies.
    navigator.serviceWorker?.register(root.dataset.workerUrl ?? "").catch(() => {});
    finishDeletions().catch(() => {});
  }

  /** @param {HTMLElement | null} shown */
  show(shown) {
    clearTimeout(this.timer);
    for (const node of [this.away, this.back]) node.hidden = node !== shown;
  }

  showBack() {
    this.show(this.back);
    this.timer = window.setTimeout(() => this.show(null), BACK_MS);
  }
}

/** Finish the deletions of a page that was closed; the module is loaded only then. */
async function finishDeletions() {
  if (!localStorage.getItem("digitsite-deletion")) return;
  const { finishPending } = await import("../gallery/pending-deletions.js");
  const showsPhotos = document.querySelector("[data-gallery], [data-slideshow]");
  if ((await finishPending()) && showsPhotos) window.location.reload();
}

new ConnectionNotice(find(document, "[data-connection]"));
// The offline page is only ever shown while the server is away.
if (document.querySelector("[data-offline]")) reportServerAway();
