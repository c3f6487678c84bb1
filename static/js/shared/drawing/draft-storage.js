/** Saves the drawing in this tab of the browser, so that it outlives a reload. */

const KEY = "drawing";

/**
 * @param {string} text
 * @returns {boolean} whether there was space; some browsers refuse all storage
 */
export function saveDraft(text) {
  try {
    sessionStorage.setItem(KEY, text);
    return true;
  } catch {
    return false;
  }
}

export function loadDraft() {
  try {
    return sessionStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
