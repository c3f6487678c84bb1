/** Keys, clicks and fingers on the slideshow become actions. */
import { closest, find } from "../../shared/dom.js";
import { actionOf, actionOfTap } from "../slide-navigation.js";
import { Swipe } from "./swipe.js";

/** @import { Action } from "../slide-navigation.js" */

/**
 * @typedef {object} InputHooks
 * @property {() => boolean} isIdle whether there is nothing to act on
 * @property {() => boolean} hasLetters whether letters are shortcuts
 * @property {(action: Action) => void} onAction
 * @property {(id: string) => void} onThumbnail
 */

export class SlideshowInput {
  /**
   * @param {HTMLElement} show
   * @param {InputHooks} hooks
   */
  constructor(show, hooks) {
    this.show = show;
    this.hooks = hooks;
    this.menu = find(show, "[data-menu]", HTMLDetailsElement);
    document.addEventListener("keydown", (event) => this.handleKey(event));
    show.addEventListener("click", (event) => this.handleClick(event));
    new Swipe(find(show, "[data-stage]"), hooks.onAction);
  }

  /** @param {KeyboardEvent} event */
  handleKey(event) {
    const isElsewhere = closest(event, "select, textarea, dialog[open]");
    const isButtonKey = event.key === " " && closest(event, "button, input, summary");
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    const action = actionOf(event.key, this.hooks.hasLetters());
    if (!action || isElsewhere || isButtonKey || isShortcut || this.hooks.isIdle())
      return;
    event.preventDefault();
    this.hooks.onAction(action);
  }

  /** @param {PointerEvent | MouseEvent} event */
  handleClick(event) {
    const button = closest(event, "[data-do]");
    const thumbnail = closest(event, "[data-thumbs] a");
    const isTouch = event instanceof PointerEvent && event.pointerType === "touch";
    if (this.menu.open && !closest(event, "[data-menu]")) this.menu.open = false;
    if (button) this.hooks.onAction(/** @type {Action} */ (button.dataset.do));
    else if (thumbnail) {
      event.preventDefault();
      this.hooks.onThumbnail(closest(event, "[data-id]")?.dataset.id ?? "");
    } else if (isTouch && closest(event, "[data-stage]")) {
      const action = actionOfTap(event.clientX / window.innerWidth);
      if (action) this.hooks.onAction(action);
      else this.show.toggleAttribute("data-bare");
    }
  }
}
