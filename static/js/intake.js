// The ways in for files: buttons, a drop anywhere on the page, the clipboard.

export class Intake {
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
    document.addEventListener("paste", (event) => this.paste(event));
  }

  choose(input) {
    this.give([...input.files].map((file) => ({ file, name: file.name })));
    // So that the same file can be chosen again.
    input.value = "";
  }

  listenToDrops() {
    document.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.veil.hidden = false;
    });
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) this.veil.hidden = true;
    });
    document.addEventListener("drop", (event) => {
      this.veil.hidden = true;
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.give(droppedFiles(event.dataTransfer));
    });
  }

  paste(event) {
    if (event.target.closest?.("input, textarea")) return;
    const pictures = [...event.clipboardData.files];
    if (!pictures.length) {
      this.say(this.phrases.problems.not_a_picture);
      return;
    }
    const name = this.phrases.states.pasted;
    this.give(pictures.map((file) => ({ file, name })));
  }

  give(entries) {
    this.say("");
    if (entries.length) this.onFiles(entries);
  }

  say(words) {
    this.notice.textContent = words;
    this.notice.hidden = !words;
  }
}

// A folder looks like a file until it is read, so it is asked for by its entry.
function droppedFiles(transfer) {
  return [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => {
      const isFolder = item.webkitGetAsEntry?.()?.isDirectory;
      const file = item.getAsFile();
      return { file, name: file.name, code: isFolder ? "folder" : "" };
    });
}
