/** The line above the queue: the progress of all pictures, and actions for all. */
import { find } from "../dom.js";
import { fill, formatList, gettext } from "../texts.js";

/** @import { Progress, QueueEntry } from "./retry-policy.js" */

export class QueueProgress {
  /**
   * @param {HTMLElement} root
   * @param {{ onCancel: () => void, onRetry: () => void }} hooks
   */
  constructor(root, { onCancel, onRetry }) {
    this.root = root;
    this.text = find(root, "[data-progress-text]");
    this.bar = find(root, "[data-progress-bar]", HTMLProgressElement);
    this.cancelButton = find(root, "[data-cancel-all]");
    this.retryButton = find(root, "[data-retry-all]");
    /** @type {number | null} */
    this.frame = null;
    this.cancelButton.addEventListener("click", onCancel);
    this.retryButton.addEventListener("click", onRetry);
  }

  /**
   * Update once a frame, however many pictures progress at once.
   *
   * @param {() => Progress} read
   */
  update(read) {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.show(read());
    });
  }

  /** @param {Progress} progress */
  show(progress) {
    this.root.hidden = progress.total < 2;
    this.text.textContent = progressText(progress);
    this.bar.value = progress.share;
    this.bar.hidden = progress.pending === 0;
    this.cancelButton.hidden = progress.pending < 2;
    this.retryButton.hidden = progress.pending > 0 || progress.retryable < 2;
  }
}

/** @param {Progress} progress */
function progressText({ answered, canceled, failed, total }) {
  const parts = [fill(gettext("{answered} of {total} done"), { answered, total })];
  if (failed) parts.push(fill(gettext("{failed} failed"), { failed }));
  if (canceled) parts.push(fill(gettext("{canceled} not sent"), { canceled }));
  return formatList(parts);
}

/**
 * Return what screen readers say once nothing is under way any more.
 *
 * @param {QueueEntry[]} done
 * @param {Progress} progress
 */
export function summaryOf(done, progress) {
  const failed = done
    .filter(({ status }) => status === "failed")
    .map(({ name, text }) => `${name}: ${text}`);
  const counts = done.length > 1 ? [progressText(progress)] : [];
  return [...counts, ...failed].join(". ");
}
