/** The slideshow on the whole screen, where the browser can. */

/** @param {HTMLElement} node */
export function toggleFullscreen(node) {
  if (document.fullscreenElement) document.exitFullscreen();
  else node.requestFullscreen?.().catch(() => {});
}
