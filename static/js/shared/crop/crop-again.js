/** Crops and rotates the picture of an answer, to have it read again. */
import { find, showNotice } from "../dom.js";
import { fill, gettext } from "../texts.js";
import { CropDialog } from "./crop-dialog.js";
import { loadImage } from "./image-loader.js";

/** @import { Photo } from "../api.js" */
/** @import { QueueEntry, Submission } from "../queue/retry-policy.js" */

/**
 * The picture to crop.
 *
 * @typedef {object} CropSubject
 * @property {Pick<Photo, "image" | "url"> & Partial<Photo>} photo
 * @property {Blob} [file]
 * @property {string} [name]
 * @property {QueueEntry} [entry]
 */

export class CropAgain {
  /**
   * @param {ParentNode} root of the page
   * @param {(submission: Submission) => void} onCrop
   */
  constructor(root, onCrop) {
    this.openButton = find(root, "[data-crop-open]", HTMLButtonElement);
    this.notice = find(root, "[data-crop-problem]");
    this.onCrop = onCrop;
    this.dialog = new CropDialog(find(root, "[data-crop]", HTMLDialogElement));
    /** @type {CropSubject | null} */
    this.subject = null;
    this.openButton.addEventListener("click", () => {
      if (this.subject) this.crop(this.subject);
    });
  }

  /** @param {CropSubject | null} subject */
  setSubject(subject) {
    this.subject = subject;
    this.openButton.disabled = !subject;
    showNotice(this.notice, "");
  }

  /** @param {CropSubject} subject */
  async crop({ photo, file, name, entry }) {
    const picture = await loadImage(file, photo.image);
    if (!picture) {
      const text = gettext(
        "This browser can't open the picture for cropping. It may have been deleted, or the server can't be reached.",
      );
      showNotice(this.notice, text);
      return;
    }
    showNotice(this.notice, "");
    const crop = await this.dialog.open(picture);
    if (!crop) return;
    this.onCrop({
      file: crop.blob,
      name: fill(gettext("{name}, cropped"), { name: name ?? gettext("Photo") }),
      replaces:
        crop.keepsWhole || !photo.url
          ? null
          : { photo: /** @type {Photo} */ (photo), entry },
    });
  }
}
