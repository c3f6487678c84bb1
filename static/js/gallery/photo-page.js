/** The page of one saved photo: its digits with what the model saw, and cropping. */
import { AnswerPanel } from "../shared/answer/answer-panel.js";
import { explainImage, tryToDeletePhoto } from "../shared/api.js";
import { CropAgain } from "../shared/crop/crop-again.js";
import { closest, find, readJson } from "../shared/dom.js";
import { onRestored } from "../shared/pages/page-restore.js";
import { UploadQueue } from "../shared/queue/upload-queue.js";
import { scrollIntoView } from "../shared/scrolling.js";
import { actionOf } from "../slideshow/slide-navigation.js";

/** @import { Reading } from "../shared/api.js" */
/** @import { AnsweredEntry } from "../shared/queue/upload-queue.js" */

/**
 * Offer to crop the photo: the crop is saved as any picture, and its page is opened.
 *
 * @param {HTMLElement} root
 */
function offerCropping(root) {
  const { imageUrl = "", maxBytes, photosUrl = "", photoUrl = "" } = root.dataset;
  const queue = new UploadQueue(find(root, "[data-given]"), {
    url: photosUrl,
    maxBytes: Number(maxBytes),
    hasGallery: true,
    onSaved: openSaved,
    onShow: () => {},
    onPause: ({ row }) => scrollIntoView(row.node),
    onIdle: ([{ row }]) => scrollIntoView(row.node),
  });
  const cropAgain = new CropAgain(root, (submission) => queue.add([submission]));
  cropAgain.setSubject({ photo: { image: imageUrl, url: photoUrl } });
}

/** @param {AnsweredEntry} entry */
async function openSaved({ photo, replaces }) {
  if (replaces) await tryToDeletePhoto(replaces.photo.url);
  window.location.assign(new URL("..", new URL(photo.image, window.location.href)));
}

/** @param {HTMLElement} root */
function start(root) {
  /** @type {Reading} */
  const reading = readJson(find(root, "[data-reading]"));
  const answer = new AnswerPanel(find(root, "[data-answer]"), async () => {
    const digits = await fetchExplanation(root.dataset);
    // The photo is saved smaller than it came, so it may be read as other digits.
    if (digits.length === reading.digits.length) answer.explain(digits);
  });
  answer.adopt(reading);
  offerCropping(root);
  // The slideshow links here to correct.
  if (window.location.hash === "#correct") find(root, "[name=correction]").focus();
  document.addEventListener("keydown", (event) => handleKey(root, event));
}

/** @param {DOMStringMap} data */
async function fetchExplanation({ imageUrl = "", readingsUrl = "" }) {
  const picture = await fetch(imageUrl).then((response) => response.blob());
  const reading = await explainImage(readingsUrl, picture).catch(() => null);
  return reading?.digits ?? [];
}

/**
 * Open the neighbors by arrow keys, unless these select a digit or move in a field.
 *
 * @param {HTMLElement} root
 * @param {KeyboardEvent} event
 */
function handleKey(root, event) {
  const isElsewhere = closest(event, "dialog, input, select, textarea");
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  /** @type {Record<string, string>} */
  const links = { previous: "[rel=prev]", next: "[rel=next]" };
  const selector = links[actionOf(event.key, false)];
  if (!selector || isElsewhere || isShortcut || event.defaultPrevented) return;
  const link = root.querySelector(selector);
  if (link instanceof HTMLElement) link.click();
}

// It may have been deleted or corrected meanwhile.
onRestored(() => window.location.reload());

const root = document.querySelector("[data-photo]");
if (root instanceof HTMLElement) start(root);
