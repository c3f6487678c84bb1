/** Keys, order and positions of the slideshow; no DOM. */

/**
 * @typedef {"next" | "previous" | "first" | "last" | "play" | "leave" | "fullscreen"
 *   | "boxes" | "caption" | "thumbs" | "correct" | "help" | "retry"} Action
 */

/** @type {Record<string, Action>} */
const KEYS = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  Home: "first",
  End: "last",
  " ": "play",
  Escape: "leave",
};
// Separate, because people who dictate or use a switch may turn them off.
/** @type {Record<string, Action>} */
const LETTERS = {
  n: "next",
  N: "previous",
  f: "fullscreen",
  F: "fullscreen",
  b: "boxes",
  c: "caption",
  t: "thumbs",
  e: "correct",
  "?": "help",
};
const MIN_SWIPE_PX = 40;
const EDGE_SHARE = 0.22; // of the width: where a tap turns, at either side
// How much farther a swipe goes sideways than up or down.
const MIN_SWIPE_RATIO = 1.5;

/**
 * @param {string} key
 * @param {boolean} [hasLetters] whether letters are shortcuts
 * @returns {Action | ""}
 */
export function actionOf(key, hasLetters = true) {
  return KEYS[key] ?? (hasLetters ? LETTERS[key] : "") ?? "";
}

/**
 * Return the index after an action; the last slide is followed by the first.
 *
 * @param {number} index
 * @param {string} action
 * @param {number} count
 */
export function step(index, action, count) {
  /** @type {Record<string, number>} */
  const targets = { next: index + 1, previous: index - 1, first: 0, last: count - 1 };
  return (targets[action] + count) % count;
}

/**
 * Return the index and those beside it, in the order to load them.
 *
 * @param {number} index
 * @param {number} count
 */
export function indexesNear(index, count) {
  return [
    ...new Set([index, step(index, "next", count), step(index, "previous", count)]),
  ];
}

/**
 * Return where a swipe leads, or "" where the movement scrolls or zooms.
 *
 * @param {number} dx in pixels
 * @param {number} dy in pixels
 * @returns {Action | ""}
 */
export function actionOfSwipe(dx, dy) {
  const isSideways = Math.abs(dx) >= MIN_SWIPE_RATIO * Math.abs(dy);
  if (Math.abs(dx) < MIN_SWIPE_PX || !isSideways) return "";
  return dx < 0 ? "next" : "previous";
}

/**
 * Return where a tap on a picture leads, or "" in its middle.
 *
 * @param {number} share of the width, 0 at the left
 * @returns {Action | ""}
 */
export function actionOfTap(share) {
  if (share < EDGE_SHARE) return "previous";
  return share > 1 - EDGE_SHARE ? "next" : "";
}

/**
 * Return which items of a row are visible, and some on either side.
 *
 * @param {number} scrolled in pixels
 * @param {number} width of the view in pixels
 * @param {number} pitch of the items in pixels
 * @param {number} count
 * @param {number} [spare] items on either side
 * @returns {[start: number, end: number]}
 */
export function visibleRange(scrolled, width, pitch, count, spare = 6) {
  const start = Math.floor(scrolled / pitch) - spare;
  const end = Math.ceil((scrolled + width) / pitch) + spare;
  return [Math.max(start, 0), Math.min(Math.max(end, 0), count)];
}

/**
 * Join the newest ids to the older ones that are known.
 *
 * @param {string[]} known
 * @param {string[]} newest
 * @param {boolean} isComplete whether the newest ids are all there are
 * @returns {string[] | null} null where ids between the two are missing
 */
export function mergeIds(known, newest, isComplete) {
  if (isComplete) return newest;
  const place = known.indexOf(newest[newest.length - 1]);
  return place < 0 ? null : [...newest, ...known.slice(place + 1)];
}

/**
 * Return the index of the same photo in a changed list, or of the one that followed it.
 *
 * @param {string[]} ids
 * @param {string[]} before
 * @param {number} index in the list before
 */
export function indexAfterChange(ids, before, index) {
  const current = before.slice(index).find((id) => ids.includes(id));
  if (current !== undefined) return ids.indexOf(current);
  return Math.max(Math.min(index, ids.length - 1), 0);
}
