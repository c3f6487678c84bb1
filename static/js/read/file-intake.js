/** The ways to submit files: buttons, a drop anywhere on the page, the clipboard. */
import { closest, find, findAll, showNotice } from "../shared/dom.js";
import { fill, gettext, ngettext } from "../shared/texts.js";
import { findPictures, itemsOf } from "./dropped-files.js";
import { findImage } from "./pasted-images.js";

/** @import { Submission } from "../shared/queue/retry-policy.js" */

// What a drag or the clipboard may hold of a picture that is not a file.
const TEXT_TYPES = ["text/html", "text/plain"];
const ACCEPTED_TYPES = ["Files", "text/uri-list"];

export class FileIntake {
  /**
   * @param {HTMLElement} root
   * @param {(submissions: Submission[]) => void} onSubmit
   */
  constructor(root, onSubmit) {
    this.onSubmit = onSubmit;
    this.isOwnDrag = false;
    this.overlay = find(document, "[data-drop-veil]");
    this.notice = find(root, "[data-intake-notice]");
    for (const input of findAll(root, "[data-files]", HTMLInputElement)) {
      input.addEventListener("change", () => this.submitChosen(input));
    }
    this.listenToDrops();
    this.listenToPastes(find(root, "[data-paste]"));
  }

  /** @param {HTMLInputElement} input */
  submitChosen(input) {
    this.submit([...(input.files ?? [])].map((file) => ({ file, name: file.name })));
    // So that the same file can be chosen again.
    input.value = "";
  }

  listenToDrops() {
    document.addEventListener("dragstart", () => {
      this.isOwnDrag = true;
    });
    document.addEventListener("dragend", () => {
      this.isOwnDrag = false;
    });
    document.addEventListener("dragover", (event) => {
      if (!this.accepts(event)) return;
      event.preventDefault();
      this.overlay.hidden = false;
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) this.overlay.hidden = true;
    });
    document.addEventListener("drop", (event) => {
      this.overlay.hidden = true;
      if (!event.dataTransfer || !this.accepts(event)) return;
      event.preventDefault();
      this.drop(event.dataTransfer);
    });
  }

  /**
   * Return whether a drag is taken: not the page's own pictures, nor text over a field.
   *
   * @param {DragEvent} event
   */
  accepts(event) {
    if (this.isOwnDrag || closest(event, "input[type=text], textarea")) return false;
    return ACCEPTED_TYPES.some((type) => event.dataTransfer?.types.includes(type));
  }

  /** @param {DataTransfer} transfer */
  async drop(transfer) {
    const items = itemsOf(transfer);
    const image = findImage(...TEXT_TYPES.map((type) => transfer.getData(type)));
    if (!items.length) {
      this.submitImage(
        image,
        gettext("Dropped picture"),
        gettext(
          "This is a link or text, not a picture. Save the picture on your device, then drop the file.",
        ),
      );
      return;
    }
    const hasFolder = items.some(({ entry }) => entry?.isDirectory);
    if (hasFolder) this.showMessage(gettext("Looking for pictures …"));
    const { pictures, others } = await findPictures(items);
    this.submit(pictures);
    if (others)
      this.showMessage(
        ignoredText(pictures.filter(({ code }) => !code).length, others),
      );
  }

  /** @param {HTMLElement} button */
  listenToPastes(button) {
    document.addEventListener("paste", (event) => {
      const { clipboardData } = event;
      if (!clipboardData || closest(event, "input, textarea, dialog")) return;
      const texts = TEXT_TYPES.map((type) => clipboardData.getData(type));
      this.paste([...clipboardData.files], texts);
    });
    // Only over HTTPS, and with the visitor's permission.
    button.hidden = !navigator.clipboard?.read;
    button.addEventListener("click", () => this.readClipboard());
  }

  async readClipboard() {
    const items = await navigator.clipboard.read().catch(() => null);
    if (!items) {
      this.showFailure(
        gettext(
          "The browser blocked the clipboard. Press Ctrl+V or ⌘V instead, or allow it beside the address of this page.",
        ),
      );
      return;
    }
    const images = await readParts(items, (type) => type.startsWith("image/"));
    const texts = await readParts(items, (type) => TEXT_TYPES.includes(type));
    // One picture may come in several formats.
    this.paste(images.slice(0, 1), await Promise.all(texts.map((text) => text.text())));
  }

  /**
   * @param {Blob[]} images
   * @param {string[]} texts
   */
  paste(images, texts) {
    const name = gettext("Pasted picture");
    if (images.length) {
      this.submit(images.map((file) => ({ file, name })));
      return;
    }
    const failure = gettext(
      "There is no picture on the clipboard. Copy one, then paste.",
    );
    this.submitImage(findImage(...texts), name, failure);
  }

  /**
   * @param {Blob | null} file
   * @param {string} name
   * @param {string} failure text where there is no picture
   */
  submitImage(file, name, failure) {
    if (file) this.submit([{ file, name }]);
    else this.showFailure(failure);
  }

  /** @param {Submission[]} submissions */
  submit(submissions) {
    this.showMessage("");
    if (submissions.length) this.onSubmit(submissions);
  }

  /** @param {string} text */
  showMessage(text) {
    showNotice(this.notice, text);
    this.notice.classList.remove("notice-failed");
  }

  /** @param {string} text */
  showFailure(text) {
    showNotice(this.notice, text);
    this.notice.classList.add("notice-failed");
  }
}

/**
 * @param {number} count of pictures
 * @param {number} others
 */
function ignoredText(count, others) {
  const text = ngettext(
    "{count} picture found. Other files ignored: {others}.",
    "{count} pictures found. Other files ignored: {others}.",
    count,
  );
  return fill(text, { count, others });
}

/**
 * @param {ClipboardItem[]} items
 * @param {(type: string) => boolean} test
 */
function readParts(items, test) {
  return Promise.all(
    items.flatMap((item) => item.types.filter(test).map((type) => item.getType(type))),
  );
}
