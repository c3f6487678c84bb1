/** The page of examples: copies one, and remembers the chosen language. */
import { copyResultText, copyText } from "../shared/clipboard.js";
import { find, findAll } from "../shared/dom.js";
import { loadObject, saveObject } from "../shared/local-storage.js";

const KEY = "examples";
const COPIED_MS = 3000;

/** @param {ParentNode} root */
function showExamples(root) {
  const languages = findAll(root, "[data-tongue]", HTMLInputElement);
  const { language } = loadObject(KEY, { language: "" });
  for (const input of languages) {
    input.checked ||= input.value === language;
    input.addEventListener("change", () => saveObject(KEY, { language: input.value }));
  }
  for (const example of findAll(root, "[data-code]")) addCopying(example);
}

/** @param {HTMLElement} example */
function addCopying(example) {
  const label = find(example, "[data-copy-words]");
  const defaultText = label.textContent;
  let timer = 0;
  find(example, "[data-copy]").addEventListener("click", async () => {
    const isCopied = await copyText(find(example, "[data-text]"));
    label.textContent = copyResultText(isCopied);
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      label.textContent = defaultText;
    }, COPIED_MS);
  });
}

for (const root of findAll(document, "[data-examples]")) showExamples(root);
