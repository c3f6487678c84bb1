// On every page: keeps the site for when its server is away, and says when it is.
import { Connection, tellAway } from "../shared/connection.js";

const BACK_MS = 4000;

class ConnectionNotice {
  constructor(root) {
    this.root = root;
    this.away = root.querySelector("[data-shell-away]");
    this.back = root.querySelector("[data-shell-back]");
    window.addEventListener("server-away", () => this.show(this.away));
    window.addEventListener("server-back", () => this.showBack());
    new Connection(root.dataset.healthUrl);
    // Browsers hand workers out only over HTTPS or on this very machine.
    navigator.serviceWorker?.register(root.dataset.workerUrl);
    this.finish().catch(() => {});
  }

  // Hardly ever needed, so loaded only then.
  async finish() {
    if (!localStorage.getItem("digitsite-deletion")) return;
    const { finish } = await import("../gallery/pending-deletions.js");
    const isShown = document.querySelector("[data-gallery], [data-slideshow]");
    if (await finish() && isShown) window.location.reload();
  }

  show(shown) {
    clearTimeout(this.timer);
    [this.away, this.back].forEach((words) => { words.hidden = words !== shown; });
  }

  showBack() {
    this.show(this.back);
    this.timer = setTimeout(() => this.show(null), BACK_MS);
  }
}

new ConnectionNotice(document.querySelector("[data-shell]"));
// The page that is kept is only ever seen while the server is away.
if (document.querySelector("[data-offline]")) tellAway();
