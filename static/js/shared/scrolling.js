/** Scrolls to what the visitor waits for: on a phone it lies below the fold. */

/** @import { QueueEntry } from "./queue/retry-policy.js" */

/** @param {HTMLElement} node */
export function scrollIntoView(node) {
  const { top, bottom } = node.getBoundingClientRect();
  const isTall = bottom - top > window.innerHeight / 2;
  const isStartVisible = isTall && top >= 0 && top < window.innerHeight / 2;
  if (!isStartVisible) node.scrollIntoView({ block: isTall ? "start" : "nearest" });
}

/**
 * Scroll to the first failure, else to the answer.
 *
 * Several answers are shown by their rows, and the answer to a drawing beside its sheet.
 *
 * @param {QueueEntry[]} entries that are done
 * @param {HTMLElement} answerPanel
 */
export function scrollToOutcome(entries, answerPanel) {
  const failed = entries.find(({ status }) => status === "failed");
  const answered = entries.filter(({ status }) => status === "answered");
  if (failed) scrollIntoView(failed.row.node);
  else if (answered.length > 1) scrollIntoView(answered[0].row.node);
  else if (answered.some(({ drawing }) => !drawing)) scrollIntoView(answerPanel);
}
