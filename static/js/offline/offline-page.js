/** The offline page: saves drawings in the browser until the server is back. */
import { find } from "../shared/dom.js";
import { DrawingPad } from "../shared/drawing/drawing-pad.js";
import { fill, gettext } from "../shared/texts.js";
import { Outbox, outboxFullText } from "./outbox.js";

/** @import { Submission } from "../shared/queue/retry-policy.js" */

class OfflinePage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.outbox = new Outbox();
    this.pad = new DrawingPad(find(root, "[data-sketch]"), {
      // Nothing can be read here.
      live: { read() {}, stop() {} },
      onBlank() {},
      onSave: (submission) => this.store(submission),
    });
    this.part("again").addEventListener("click", () => this.goOnline());
    window.addEventListener("server-back", () => this.handleServerBack());
    this.showCount();
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `[data-offline-${name}]`);
  }

  /** @param {Submission} submission */
  async store(submission) {
    try {
      await this.outbox.add(submission);
    } catch {
      this.pad.markUnsaved(outboxFullText());
      return;
    }
    this.pad.clear();
    await this.showCount();
  }

  async showCount() {
    const count = await this.outbox.count().catch(() => 0);
    const text = gettext(
      "Saved on this device: {count}. Sent when the server is back.",
    );
    this.part("count").textContent = count ? fill(text, { count }) : "";
    return count;
  }

  /** A sheet with a drawing on it is not taken away. */
  handleServerBack() {
    if (this.pad.isBlank) this.goOnline();
    else {
      const text = gettext(
        "The server is back. Press “Try again” to have your drawing read.",
      );
      this.part("said").textContent = text;
    }
  }

  /**
   * Open the start page where there is something to read. Else reload: this page is shown
   * at the address of the page that was wanted.
   */
  async goOnline() {
    if ((await this.showCount()) || !this.pad.isBlank) {
      window.location.assign(this.root.dataset.homeUrl ?? "/");
    } else {
      window.location.reload();
    }
  }
}

const root = document.querySelector("[data-offline]");
if (root instanceof HTMLElement) new OfflinePage(root);
