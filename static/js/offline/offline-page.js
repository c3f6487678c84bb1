// The page that is kept: takes drawings, waits for the server, then goes on.
import { readJson } from "../shared/api.js";
import { Outbox } from "./outbox.js";
import { DrawingPad } from "../shared/drawing/drawing-pad.js";
import { fill } from "../shared/texts.js";

class OfflinePage {
  constructor(root) {
    this.root = root;
    this.phrases = readJson(root);
    this.outbox = new Outbox();
    this.part = (name) => root.querySelector(`[data-offline-${name}]`);
    this.pad = this.buildPad();
    this.part("again").addEventListener("click", () => this.goOn());
    window.addEventListener("server-back", () => this.welcome());
    this.count();
  }

  buildPad() {
    // Nobody reads here.
    const live = { read() {}, stop() {} };
    return new DrawingPad(this.root.querySelector("[data-sketch]"), {
      phrases: this.phrases,
      live,
      onBlank() {},
      onKeep: (file) => this.keep(file),
    });
  }

  async keep(file) {
    const name = this.phrases.states.drawing;
    try {
      await this.outbox.keep({ file, name, isDrawn: true });
    } catch {
      this.pad.refuse(this.phrases.outbox.full);
      return;
    }
    this.pad.clear();
    await this.count();
  }

  async count() {
    const count = await this.outbox.count().catch(() => 0);
    const words = fill(this.phrases.outbox.count, { count });
    this.part("count").textContent = count ? words : "";
    return count;
  }

  // Nobody is torn away from a sheet that is being written on.
  welcome() {
    if (this.pad.isBlank) this.goOn();
    else this.part("said").textContent = this.phrases.outbox.back;
  }

  // What was drawn is read on the page that reads. Else this page goes: it stands in
  // for the one that was wanted, at that one's own address.
  async goOn() {
    if (await this.count() || !this.pad.isBlank) {
      window.location.assign(this.root.dataset.homeUrl);
    } else {
      window.location.reload();
    }
  }
}

const root = document.querySelector("[data-offline]");
if (root) new OfflinePage(root);
