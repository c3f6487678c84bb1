/** The details of one digit: its probabilities, and what the model saw. */
import { find, findAll } from "../dom.js";
import { formatPercent } from "../texts.js";

/** @import { Digit } from "../api.js" */

/**
 * @param {HTMLElement} root
 * @param {Digit} digit
 */
export function showDigit(root, digit) {
  const bars = findAll(root, ".bar");
  const best = Math.max(...digit.probabilities);
  digit.probabilities.forEach((probability, label) => {
    const bar = bars[label];
    bar.classList.toggle("bar-best", probability === best);
    find(bar, ".bar-fill", SVGRectElement).setAttribute("width", String(probability));
    find(bar, ".bar-figure").textContent = formatPercent(probability);
  });
  showSeen(root, digit);
}

/**
 * Show what the model saw and its saliency, where they are known.
 *
 * @param {HTMLElement} root
 * @param {{ seen?: string, heat?: string }} digit
 */
export function showSeen(root, { seen, heat }) {
  const picture = find(root, "[data-seen]", HTMLImageElement);
  const overlay = find(root, "[data-heat]");
  find(root, "[data-explain]").hidden = Boolean(seen);
  picture.hidden = !seen;
  overlay.hidden = !heat;
  find(root, "[data-heat-words]").hidden = !heat;
  if (seen) picture.src = seen;
  if (heat) overlay.style.maskImage = `url("${heat}")`;
}
