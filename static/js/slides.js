// The arithmetic of the slideshow; nothing here knows the page.

const KEYS = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  Home: "first",
  End: "last",
  " ": "play",
  f: "fullscreen",
  F: "fullscreen",
  Escape: "leave",
};
const SWIPE_PX = 40;

export function actionOf(key) {
  return KEYS[key] ?? "";
}

export function step(index, action, count) {
  const wanted = { next: index + 1, previous: index - 1, first: 0, last: count - 1 };
  return (wanted[action] + count) % count;
}

export function indexOf(hash, names) {
  return Math.max(names.indexOf(hash.replace(/^#/, "")), 0);
}

// A swipe is clearly sideways; anything else scrolls or zooms.
export function swipeOf(dx, dy) {
  if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < 1.5 * Math.abs(dy)) return "";
  return dx < 0 ? "next" : "previous";
}
