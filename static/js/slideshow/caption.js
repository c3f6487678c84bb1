/** The caption of a slide, and what screen readers say. */
import { toOneLine, writtenOn } from "../shared/answer/written-numbers.js";
import { find } from "../shared/dom.js";
import { confidenceLine, statusOf, statusText } from "../shared/reading-texts.js";
import { fill, gettext, pageLanguage } from "../shared/texts.js";

/** @import { Photo } from "../shared/api.js" */

export class Caption {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.dateFormat = new Intl.DateTimeFormat(pageLanguage(), {
      dateStyle: "medium",
      timeStyle: "short",
    });
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `[data-caption-${name}]`);
  }

  /** Hide the text, without a change of height, until the next one is known. */
  clear() {
    this.root.classList.add("caption-waiting");
  }

  /**
   * @param {Photo} photo
   * @param {{ page: string, correct: string }} links
   */
  show(photo, { page, correct }) {
    const status = statusOf(photo);
    const time = find(this.root, "[data-caption-time]", HTMLTimeElement);
    this.root.classList.remove("caption-waiting");
    this.part("label").textContent = labelOf(photo);
    this.part("badge").dataset.verdict = status;
    this.part("badge").textContent = statusText(status);
    this.part("sure").textContent = detailOf(photo);
    time.dateTime = photo.created;
    time.textContent = this.dateFormat.format(new Date(photo.created));
    find(this.root, "[data-caption-page]", HTMLAnchorElement).href = page;
    find(this.root, "[data-caption-correct]", HTMLAnchorElement).href = correct;
  }
}

/** @param {Photo} photo */
function labelOf(photo) {
  return writtenOn(photo) || statusText("nothing");
}

/**
 * Return the confidence, or what was read where a person corrected it.
 *
 * @param {Photo} photo
 */
function detailOf({ correction, reading }) {
  if (correction !== null) {
    return fill(gettext("Read as {text}"), {
      text: toOneLine(reading.numbers) || statusText("nothing"),
    });
  }
  return reading.text ? confidenceLine(reading) : "";
}

/** @param {Photo} photo */
export function altTextOf(photo) {
  return fill(gettext("Picture of {text}"), { text: labelOf(photo) });
}

/**
 * @param {Photo} photo
 * @param {string} place
 * @param {string} count
 */
export function spokenTextOf(photo, place, count) {
  const values = {
    place,
    count,
    text: labelOf(photo),
    status: statusText(statusOf(photo)),
  };
  return fill(gettext("Picture {place} of {count}: {text}. {status}."), values);
}
