/* The page of examples: copies one, and remembers the language that was chosen. */

import { copyText } from "../shared/clipboard.js";
import { recall, remember } from "../shared/local-storage.js";

const COPIED_MS = 3000;

class CodeExamples {
  constructor(root) {
    this.tongues = [...root.querySelectorAll("[data-tongue]")];
    this.choose(recall("examples", {}).language);
    for (const tongue of this.tongues) {
      tongue.addEventListener("change", () => remember("examples", { language: tongue.value }));
    }
    for (const code of root.querySelectorAll("[data-code]")) {
      code.querySelector("[data-copy]").addEventListener("click", () => copy(code));
    }
  }

  choose(language) {
    for (const tongue of this.tongues) tongue.checked ||= tongue.value === language;
  }
}

async function copy(code) {
  const button = code.querySelector("[data-copy]");
  const words = button.querySelector("[data-copy-words]");
  const isCopied = await copyText(code.querySelector("[data-text]"));
  words.textContent = isCopied ? button.dataset.copied : button.dataset.uncopied;
  clearTimeout(button.copyTimer);
  button.copyTimer = setTimeout(() => { words.textContent = button.dataset.words; }, COPIED_MS);
}

for (const root of document.querySelectorAll("[data-examples]")) new CodeExamples(root);
