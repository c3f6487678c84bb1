// How long something still lasts, in words.
import { fill } from "../shared/texts.js";

const MINUTE = 60;

export function leftWords(seconds, { minutes, soon }) {
  if (seconds < MINUTE) return soon;
  return fill(minutes, { minutes: Math.ceil(seconds / MINUTE) });
}

// What was sent since: everything before the newest picture known, oldest first.
export function arrivals(photos, newest) {
  const known = photos.findIndex(({ id }) => id === newest);
  return (known < 0 ? photos : photos.slice(0, known)).reverse();
}
