// The line above the queue: how far all of it is, and what can be done with all.
import { fill } from "../texts.js";

export class QueueProgress {
  // on: { cancel, retry } for everything that can be
  constructor(root, phrases, on) {
    this.root = root;
    this.phrases = phrases.files;
    this.part("cancel-all").addEventListener("click", on.cancel);
    this.part("retry-all").addEventListener("click", on.retry);
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  // Once a frame, however many pictures move at once.
  show(read) {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.paint(read());
    });
  }

  paint(counts) {
    this.root.hidden = counts.total < 2;
    this.part("tally-words").textContent = this.words(counts);
    this.part("tally-bar").value = counts.share;
    this.part("tally-bar").hidden = counts.pending === 0;
    this.part("cancel-all").hidden = counts.pending < 2;
    this.part("retry-all").hidden = counts.pending > 0 || counts.retryable < 2;
  }

  words(counts) {
    const told = [fill(this.phrases.tally, counts)];
    if (counts.failed) told.push(fill(this.phrases.tally_failed, counts));
    if (counts.cancelled) told.push(fill(this.phrases.tally_cancelled, counts));
    return told.join(" · ");
  }
}
