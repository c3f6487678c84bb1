/** Objects in the browser's local storage, which private windows may refuse. */

/**
 * @template {object} T
 * @param {string} key
 * @param {T} defaults for properties that are not stored
 * @returns {T}
 */
export function loadObject(key, defaults) {
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
  } catch {
    return { ...defaults };
  }
}

/**
 * @param {string} key
 * @param {object} value
 */
export function saveObject(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the value lasts until the page is left.
  }
}

/** @param {string} key */
export function removeObject(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where nothing may be read, nothing was saved.
  }
}
