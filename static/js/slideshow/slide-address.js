/** Replaces the address, so that "back" leads to the gallery, not through each slide. */

// Browsers limit how often the address may change.
const DELAY_MS = 120;

export class SlideAddress {
  /** @param {() => string | undefined} currentId of the photo that is shown, if any */
  constructor(currentId) {
    this.currentId = currentId;
    this.timer = 0;
    window.addEventListener("pagehide", () => this.update());
  }

  updateSoon() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.update(), DELAY_MS);
  }

  update() {
    const id = this.currentId();
    if (id) window.history.replaceState(null, "", `#${id}`);
  }
}
