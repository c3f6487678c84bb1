// Where a drawing outlives a reload of the page: in this tab of the browser alone.

const NAME = "drawing";

// Says whether there was room; some browsers refuse all storage.
export function saveDrawing(text) {
  try {
    sessionStorage.setItem(NAME, text);
    return true;
  } catch {
    return false;
  }
}

export function loadDrawing() {
  try {
    return sessionStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}
