/** What was removed from the picture of an answer. */
import { find } from "../dom.js";
import { readingTexts, removalOf } from "../reading-texts.js";
import { formatList, gettext } from "../texts.js";

/** @import { Metadata } from "../api.js" */

/** @typedef {"drawing" | "sample" | "unsaved" | undefined} SourceKind */

export class RemovalNotice {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `[data-removed-${name}]`);
  }

  /**
   * @param {Metadata} metadata
   * @param {SourceKind} kind of a picture that this page made, or that is not saved
   */
  show(metadata, kind) {
    if (kind === "drawing" || kind === "sample") {
      this.showText(ownPictureText(kind));
      return;
    }
    const { facts, text } = removalOf(metadata);
    const isUnsaved = kind === "unsaved" && facts.length > 0;
    this.showText(isUnsaved ? unsavedText() : text, facts, metadata.removed);
  }

  /** Tell what will be removed, before there is a picture. */
  reset() {
    this.showText(readingTexts().removal.waiting);
  }

  /**
   * @param {string} text
   * @param {string[]} [facts]
   * @param {string[]} [tags]
   */
  showText(text, facts = [], tags = []) {
    this.part("words").textContent = text;
    this.part("facts").replaceChildren(...facts.map(createItem));
    this.part("names").textContent = formatList(tags);
    this.part("more").hidden = tags.length === 0;
  }
}

/** @param {"drawing" | "sample"} kind */
function ownPictureText(kind) {
  return kind === "drawing"
    ? gettext("A drawing made here contains nothing but its strokes.")
    : gettext(
        "A sample drawn by this page: it contains no personal data and is not saved.",
      );
}

function unsavedText() {
  return gettext("Hidden in this photo, and not saved:");
}

/** @param {string} text */
function createItem(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
