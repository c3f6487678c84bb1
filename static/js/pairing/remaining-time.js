/** How long an invitation or a visit still lasts. */
import { fill, gettext } from "../shared/texts.js";

const MINUTE_SECONDS = 60;

/** @param {number} seconds */
export function remainingText(seconds) {
  if (seconds < MINUTE_SECONDS) return gettext("less than a minute left");
  return fill(gettext("{minutes} min left"), {
    minutes: Math.ceil(seconds / MINUTE_SECONDS),
  });
}
