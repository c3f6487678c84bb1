// What a browser remembers of a page's options; private windows may refuse.

export function recall(name, fallback) {
  try {
    return { ...fallback, ...JSON.parse(localStorage.getItem(name)) };
  } catch {
    return { ...fallback };
  }
}

export function remember(name, options) {
  try {
    localStorage.setItem(name, JSON.stringify(options));
  } catch {
    // Full or forbidden: the options hold until the page is left.
  }
}

export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Where nothing may be read, nothing was kept.
  }
}
