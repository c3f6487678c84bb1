/* Text to the clipboard. */

// The clipboard is there over HTTPS only; elsewhere the old way by a selection.
export async function copyText(node) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(node.textContent)
      .then(() => true, () => false);
  }
  window.getSelection().selectAllChildren(node);
  const isCopied = document.execCommand("copy");
  window.getSelection().removeAllRanges();
  return isCopied;
}
