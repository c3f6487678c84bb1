/** The bars at the bottom of the gallery: what is selected, what was done, undo. */
import { find } from "../shared/dom.js";
import { fill, gettext } from "../shared/texts.js";

export class ActionBar {
  /**
   * @param {HTMLElement} root
   * @param {object} hooks
   * @param {() => void} hooks.onUndo
   * @param {() => void} hooks.onDelete
   * @param {() => void} hooks.onSelectNone
   */
  constructor(root, { onUndo, onDelete, onSelectNone }) {
    this.selectionBar = find(root, "[data-chosen]");
    this.selectionText = find(root, "[data-chosen-words]");
    this.messageBar = find(root, "[data-message]");
    this.messageText = find(root, "[data-message-words]");
    this.undoButton = find(root, "[data-undo]");
    this.spoken = find(document, "[data-said]");
    this.undoButton.addEventListener("click", onUndo);
    find(root, "[data-none]").addEventListener("click", onSelectNone);
    find(root, "[data-close]").addEventListener("click", () => this.hideMessage());
    this.selectionBar.addEventListener("submit", (event) => {
      event.preventDefault();
      onDelete();
    });
  }

  /** @param {number} count */
  showSelection(count) {
    const text = fill(gettext("Selected: {count}"), { count });
    this.selectionBar.toggleAttribute("data-on", count > 0);
    this.selectionText.textContent = text;
    if (count) this.announce(text);
  }

  /** @param {number} count of photos about to be deleted */
  offerUndo(count) {
    this.show(fill(gettext("Deleted: {count}"), { count }), true);
  }

  withdrawUndo() {
    this.undoButton.hidden = true;
    this.messageBar.removeAttribute("data-running");
  }

  hideMessage() {
    this.messageBar.hidden = true;
  }

  /**
   * Report a deletion as done, unless a newer one can still be undone.
   *
   * @param {number} missing photos that were deleted before
   */
  showDeleted(missing) {
    if (!this.undoButton.hidden) return;
    if (missing > 0) this.showDeletedElsewhere(missing);
    else this.hideMessage();
  }

  /** @param {number} count */
  showDeletedElsewhere(count) {
    this.showMessage(
      fill(gettext("Already deleted in another tab: {count}"), { count }),
    );
  }

  /** @param {string} text */
  showMessage(text) {
    this.show(text, false);
  }

  /**
   * @param {string} text
   * @param {boolean} canUndo
   */
  show(text, canUndo) {
    this.undoButton.hidden = !canUndo;
    this.messageBar.hidden = false;
    // Set anew, the countdown starts at its full length.
    this.messageBar.removeAttribute("data-running");
    this.messageBar.toggleAttribute(
      "data-running",
      canUndo && this.messageBar.offsetWidth > 0,
    );
    this.messageText.textContent = text;
  }

  /**
   * Tell screen readers only.
   *
   * @param {string} text
   */
  announce(text) {
    this.spoken.textContent = text;
  }
}
