// The arithmetic of the slideshow; nothing here knows the page.

const KEYS = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  Home: "first",
  End: "last",
  " ": "play",
  Escape: "leave",
};
// Apart from the others, because who dictates or types by switch may turn them off.
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
const SWIPE_PX = 40;

export function actionOf(key, hasLetters = true) {
  return KEYS[key] ?? (hasLetters ? LETTERS[key] : "") ?? "";
}

export function step(index, action, count) {
  const wanted = { next: index + 1, previous: index - 1, first: 0, last: count - 1 };
  return (wanted[action] + count) % count;
}

// The one shown first, for what comes first is loaded first.
export function nearTo(index, count) {
  const places = ["next", "previous"].map((action) => step(index, action, count));
  return [...new Set([index, ...places])];
}

// A swipe is clearly sideways; anything else scrolls or zooms.
export function swipeOf(dx, dy) {
  if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < 1.5 * Math.abs(dy)) return "";
  return dx < 0 ? "next" : "previous";
}

// Which of many things in a row can be seen, and some on either side.
export function spanOf(scrolled, width, pitch, count, spare = 6) {
  const from = Math.floor(scrolled / pitch) - spare;
  const to = Math.ceil((scrolled + width) / pitch) + spare;
  return [Math.max(from, 0), Math.min(Math.max(to, 0), count)];
}

// The newest names as they are now, joined to what is known of the older ones; null
// where names between the two are missing.
export function merged(known, newest, isWhole) {
  if (isWhole) return newest;
  const place = known.indexOf(newest[newest.length - 1]);
  return place < 0 ? null : [...newest, ...known.slice(place + 1)];
}

// Where to be once the list has changed: with the same picture, or with its follower.
export function placeIn(ids, before, index) {
  const here = before.slice(index).find((id) => ids.includes(id));
  if (here !== undefined) return ids.indexOf(here);
  return Math.max(Math.min(index, ids.length - 1), 0);
}
