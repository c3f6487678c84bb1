/** Text to the clipboard. */
import { gettext } from "./texts.js";

/**
 * Copy the text of an element.
 *
 * The clipboard API exists over HTTPS only; elsewhere a selection is copied.
 *
 * @param {HTMLElement} node
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copyText(node) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(node.textContent ?? "").then(
      () => true,
      () => false,
    );
  }
  const selection = window.getSelection();
  selection?.selectAllChildren(node);
  const isCopied = document.execCommand("copy");
  selection?.removeAllRanges();
  return isCopied;
}

/** @param {boolean} isCopied */
export function copyResultText(isCopied) {
  return isCopied ? gettext("Copied") : gettext("Not copied");
}
