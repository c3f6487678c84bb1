/** Saves the drawing in this tab of the browser, so that it outlives a reload. */

const KEY = "drawing";

/**
 * @param {string} text
 * @returns {boolean} whether there was space
 */
export function saveDraft(text) {
  try {
    sessionStorage.setItem(KEY, text);
    return true;
  } catch (error) {
    // A browser that blocks all storage blocks cookies too, and the page says so.
    return error instanceof DOMException && error.name === "SecurityError";
  }
}

export function loadDraft() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
