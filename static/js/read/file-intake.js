// The ways in for files: buttons, a drop anywhere on the page, the clipboard.
import { entriesOf, picturesIn } from "./dropped-files.js";
import { pictureIn } from "./pasted-images.js";
import { counted } from "../shared/texts.js";

// What a drag or the clipboard may hold of a picture that is no file.
const TEXTS = ["text/html", "text/plain"];
const LINKS = ["Files", "text/uri-list"];

export class FileIntake {
  // onFiles takes [{file, name, code}]; a code tells why it can't be sent.
  constructor(root, phrases, onFiles) {
    this.root = root;
    this.phrases = phrases;
    this.onFiles = onFiles;
    this.veil = document.querySelector("[data-drop-veil]");
    this.notice = root.querySelector("[data-intake-notice]");
    root.querySelectorAll("[data-files]").forEach((input) =>
      input.addEventListener("change", () => this.choose(input)));
    this.listenToDrops();
    this.listenToPastes(root.querySelector("[data-paste]"));
  }

  choose(input) {
    this.give([...input.files].map((file) => ({ file, name: file.name })));
    // So that the same file can be chosen again.
    input.value = "";
  }

  listenToDrops() {
    document.addEventListener("dragstart", () => { this.isOwn = true; });
    document.addEventListener("dragend", () => { this.isOwn = false; });
    document.addEventListener("dragover", (event) => {
      if (!this.isWelcome(event)) return;
      event.preventDefault();
      this.veil.hidden = false;
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) this.veil.hidden = true;
    });
    document.addEventListener("drop", (event) => {
      this.veil.hidden = true;
      if (!this.isWelcome(event)) return;
      event.preventDefault();
      this.drop(event.dataTransfer);
    });
  }

  // The page's own pictures are not dropped on it, and text is for the fields.
  isWelcome({ dataTransfer, target }) {
    if (this.isOwn || target.closest?.("input[type=text], textarea")) return false;
    return LINKS.some((kind) => dataTransfer.types.includes(kind));
  }

  async drop(transfer) {
    const dropped = entriesOf(transfer);
    const picture = pictureIn(...TEXTS.map((kind) => transfer.getData(kind)));
    if (!dropped.length) {
      this.giveText(picture, this.phrases.states.dropped, "link");
      return;
    }
    const hasFolder = dropped.some(({ entry }) => entry?.isDirectory);
    if (hasFolder) this.say(this.phrases.intake.searching, false);
    const { pictures, others } = await picturesIn(dropped);
    this.give(pictures);
    if (others) {
      const count = pictures.filter(({ code }) => !code).length;
      this.say(counted(this.phrases.intake.found, { count, others }), false);
    }
  }

  listenToPastes(button) {
    document.addEventListener("paste", (event) => {
      if (event.target.closest?.("input, textarea, dialog")) return;
      const { files } = event.clipboardData;
      this.paste([...files], TEXTS.map((kind) => event.clipboardData.getData(kind)));
    });
    // Only over HTTPS, and after the visitor's yes.
    button.hidden = !navigator.clipboard?.read;
    button.addEventListener("click", () => this.readClipboard());
  }

  async readClipboard() {
    const items = await navigator.clipboard.read().catch(() => null);
    if (!items) {
      this.say(this.phrases.problems.clipboard_refused);
      return;
    }
    const pictures = await partsOf(items, (type) => type.startsWith("image/"));
    const texts = await partsOf(items, (type) => TEXTS.includes(type));
    // One picture may come in several formats.
    this.paste(pictures.slice(0, 1), await Promise.all(texts.map((text) => text.text())));
  }

  paste(pictures, texts) {
    const name = this.phrases.states.pasted;
    if (pictures.length) this.give(pictures.map((file) => ({ file, name })));
    else this.giveText(pictureIn(...texts), name, "not_a_picture");
  }

  giveText(picture, name, problem) {
    if (picture) this.give([{ file: picture, name }]);
    else this.say(this.phrases.problems[problem]);
  }

  give(entries) {
    this.say("");
    if (entries.length) this.onFiles(entries);
  }

  say(words, isFailure = true) {
    this.notice.textContent = words;
    this.notice.hidden = !words;
    this.notice.classList.toggle("notice-failed", isFailure);
  }
}

function partsOf(items, test) {
  return Promise.all(items.flatMap((item) =>
    item.types.filter(test).map((type) => item.getType(type))));
}
