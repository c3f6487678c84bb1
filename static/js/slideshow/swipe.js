// A finger on the stage: the slide goes along, and turns when it was a swipe.
import { swipeOf } from "./slide-navigation.js";

export class Swipe {
  constructor(stage, onTurn) {
    this.stage = stage;
    this.from = null;
    stage.addEventListener("pointerdown", (event) => this.begin(event));
    stage.addEventListener("pointermove", (event) => this.follow(event));
    stage.addEventListener("pointerup", (event) => {
      const action = this.from ? swipeOf(...this.wayTo(event)) : "";
      this.end();
      if (action) onTurn(action);
    });
    stage.addEventListener("pointercancel", () => this.end());
  }

  // Two fingers zoom, and in a zoomed picture one finger moves it.
  begin(event) {
    const isZoomed = (window.visualViewport?.scale ?? 1) > 1.05;
    const isFinger = event.isPrimary && event.pointerType !== "mouse";
    if (!event.isPrimary) this.end();
    else if (isFinger && !isZoomed) this.from = event;
  }

  follow(event) {
    if (this.from) this.stage.style.setProperty("--drag", `${this.wayTo(event)[0]}px`);
  }

  wayTo(event) {
    return [event.clientX - this.from.clientX, event.clientY - this.from.clientY];
  }

  end() {
    this.from = null;
    this.stage.style.removeProperty("--drag");
  }
}
