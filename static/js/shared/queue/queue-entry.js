/** An entry of the queue: a submission with its row and its state. */
import { QueueRow } from "./queue-row.js";
import { randomKey } from "./random-key.js";

/** @import { Action } from "./queue-row.js" */
/** @import { QueueEntry, Submission } from "./retry-policy.js" */

/**
 * @param {HTMLElement} root of the queue
 * @param {Submission} submission
 * @param {Pick<QueueEntry, "batch" | "explains">} options
 * @param {Record<Action, (entry: QueueEntry) => void>} handlers
 * @returns {QueueEntry}
 */
export function createEntry(root, submission, options, { show, retry, cancel }) {
  const entry = /** @type {QueueEntry} */ (submission);
  // One that an earlier page began to send has its key from there.
  entry.key ??= randomKey();
  Object.assign(entry, { status: "queued", tries: {}, ...options });
  entry.row = new QueueRow(root, entry.name, {
    show: () => show(entry),
    retry: () => retry(entry),
    cancel: () => cancel(entry),
  });
  return entry;
}
