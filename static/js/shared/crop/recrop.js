// Lets the visitor crop and turn what the answer is about, and have it read again.
import { deletePhoto } from "../api.js";
import { CropDialog } from "./crop-dialog.js";
import { openPicture } from "./image-loader.js";
import { fill } from "../texts.js";

export class Recrop {
  // onCrop takes an entry for the queue
  constructor(dialog, opener, notice, phrases, onCrop) {
    Object.assign(this, { opener, notice, phrases, onCrop });
    this.cropper = new CropDialog(dialog, phrases.crop);
    opener.addEventListener("click", () => this.work(this.subject));
  }

  // subject: { photo, file, name } of what is shown, or null where there is nothing
  offer(subject) {
    this.subject = subject;
    this.opener.disabled = !subject;
    this.say("");
  }

  async work({ photo, file, name, entry }) {
    const picture = await openPicture(file, photo.image);
    if (!picture) {
      this.say(this.phrases.problems.not_shown);
      return;
    }
    this.say("");
    const crop = await this.cropper.open(picture);
    if (!crop) return;
    const { cropped, picture: nameless } = this.phrases.crop;
    this.onCrop({
      file: crop.blob,
      name: fill(cropped, { name: name ?? nameless }),
      replaces: crop.keepsWhole ? null : { photo, entry },
    });
  }

  say(words) {
    this.notice.textContent = words;
    this.notice.hidden = !words;
  }
}

// The whole picture goes only once its crop is kept; says whether it went.
export async function replaceWhole({ photo }) {
  return deletePhoto(photo.url).then(() => true, () => false);
}
