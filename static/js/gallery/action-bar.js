// The bars at the foot of the gallery: what is chosen, what was done, the way back.
import { fill } from "../shared/texts.js";

export class ActionBar {
  // hooks: onUndo(), onDelete(), onNone()
  constructor(root, phrases, hooks) {
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.words = phrases.gallery;
    this.chosen = part("chosen");
    this.chosenWords = part("chosen-words");
    this.news = part("news");
    this.newsWords = part("news-words");
    this.undo = part("undo");
    this.said = document.querySelector("[data-said]");
    this.undo.addEventListener("click", hooks.onUndo);
    part("none").addEventListener("click", hooks.onNone);
    part("close").addEventListener("click", () => { this.news.hidden = true; });
    this.chosen.addEventListener("submit", (event) => {
      event.preventDefault();
      hooks.onDelete();
    });
  }

  choose(count) {
    this.chosen.toggleAttribute("data-on", count > 0);
    this.chosenWords.textContent = fill(this.words.selected, { count });
    if (count) this.tell(this.chosenWords.textContent);
  }

  offerUndo(count) {
    this.show(fill(this.words.deleted, { count }), true);
  }

  closeUndo() {
    this.undo.hidden = true;
    this.news.removeAttribute("data-running");
  }

  // Done; what others had deleted before is told, unless a newer way back is open.
  settle(gone) {
    if (!this.undo.hidden) return;
    if (gone > 0) this.say(fill(this.words.deleted_elsewhere, { count: gone }));
    else this.news.hidden = true;
  }

  say(sentence) {
    this.show(sentence, false);
  }

  show(sentence, canUndo) {
    this.undo.hidden = !canUndo;
    this.news.hidden = false;
    // Begun anew, the line runs down from its full length.
    this.news.removeAttribute("data-running");
    this.news.toggleAttribute("data-running", canUndo && this.news.offsetWidth > 0);
    this.newsWords.textContent = sentence;
  }

  // For ears alone.
  tell(sentence) {
    this.said.textContent = sentence;
  }
}
