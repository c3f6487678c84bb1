/** A finger on the stage: the slide follows it, and turns if it was a swipe. */
import { actionOfSwipe } from "../slide-navigation.js";

/** @import { Action } from "../slide-navigation.js" */

const MAX_UNZOOMED_SCALE = 1.05;

export class Swipe {
  /**
   * @param {HTMLElement} stage
   * @param {(action: Action) => void} onTurn
   */
  constructor(stage, onTurn) {
    this.stage = stage;
    this.onTurn = onTurn;
    /** @type {PointerEvent | null} */
    this.start = null;
    stage.addEventListener("pointerdown", (event) => this.begin(event));
    stage.addEventListener("pointermove", (event) => this.follow(event));
    stage.addEventListener("pointerup", (event) => this.finish(event));
    stage.addEventListener("pointercancel", () => this.cancel());
  }

  /**
   * Two fingers zoom, and in a zoomed picture one finger scrolls.
   *
   * @param {PointerEvent} event
   */
  begin(event) {
    const isZoomed = (window.visualViewport?.scale ?? 1) > MAX_UNZOOMED_SCALE;
    const isFinger = event.isPrimary && event.pointerType !== "mouse";
    if (!event.isPrimary) this.cancel();
    else if (isFinger && !isZoomed) this.start = event;
  }

  /** @param {PointerEvent} event */
  follow({ clientX }) {
    if (!this.start) return;
    this.stage.style.setProperty("--drag", `${clientX - this.start.clientX}px`);
  }

  /** @param {PointerEvent} event */
  finish({ clientX, clientY }) {
    const { start } = this;
    this.cancel();
    const action =
      start && actionOfSwipe(clientX - start.clientX, clientY - start.clientY);
    if (action) this.onTurn(action);
  }

  cancel() {
    this.start = null;
    this.stage.style.removeProperty("--drag");
  }
}
