/** When to send what, and what to do after a failure; no DOM, no clock. */

/** @import { Photo } from "../api.js" */
/** @import { Drawing } from "../drawing/strokes.js" */
/** @import { QueueRow } from "./queue-row.js" */

/** @typedef {"queued" | "sending" | "paused" | "answered" | "failed" | "canceled"} Status */

/**
 * A picture that the visitor submits.
 *
 * @typedef {object} Submission
 * @property {Blob} file
 * @property {string} name
 * @property {string} [code] why it can't be sent
 * @property {boolean} [isDrawn]
 * @property {Drawing} [drawing]
 * @property {{ photo: Photo, entry?: QueueEntry } | null} [replaces] the photo that goes once this is saved
 * @property {string} [key] that the server knows a repeated upload by
 * @property {Blob} [copy] of the file, which may be changed or deleted meanwhile
 * @property {boolean} [isStored] in this browser, until it is sent
 * @property {Promise<number> | null} [storing] key in the outbox
 */

/**
 * A submission in the queue.
 *
 * @typedef {Submission & {
 *   key: string,
 *   status: Status,
 *   tries: Record<string, number>,
 *   batch: { hasShown: boolean },
 *   explains: boolean,
 *   row: QueueRow,
 *   sent?: number,
 *   abort?: AbortController,
 *   photo?: Photo,
 *   failure?: string,
 *   text?: string,
 *   wasShown?: boolean,
 * }} QueueEntry
 */

/**
 * @typedef {object} Progress
 * @property {number} total
 * @property {number} answered
 * @property {number} failed
 * @property {number} canceled
 * @property {number} pending
 * @property {number} retryable
 * @property {number} share of all work that is done, 0-1
 */

const MAX_BACKOFF_SECONDS = 30;
// Some seconds apart, as a busy server says.
const MAX_BUSY_TRIES = 10;
// Sending takes most of the time of a large photo; the rest is the reading.
const SENDING_SHARE = 0.8;
/** @type {Status[]} */
const PENDING = ["queued", "sending", "paused"];
const RETRYABLE_CODES = [
  "offline",
  "throttled",
  "busy",
  "model_unavailable",
  "storage_full",
  "storage_unavailable",
  "server_error",
  "csrf_failed",
  // The gallery was deleted, or another one joined, while the picture was read.
  "not_found",
];

/**
 * Return how many pictures are sent at once: the first answer starts the gallery.
 *
 * @param {boolean} hasGallery
 */
export function maxParallel(hasGallery) {
  return hasGallery ? 3 : 1;
}

/** @param {Pick<QueueEntry, "status">} entry */
export function isPending({ status }) {
  return PENDING.includes(status);
}

/**
 * Return whether the visitor may send it once more.
 *
 * @param {Pick<QueueEntry, "status" | "failure">} entry
 */
export function isRetryable({ status, failure }) {
  return (
    status === "canceled" || (status === "failed" && isRetryableCode(failure ?? ""))
  );
}

/** @param {string} code */
export function isRetryableCode(code) {
  return RETRYABLE_CODES.includes(code);
}

/**
 * Return the code of a refusal that needs no request, or "".
 *
 * @param {{ file: { size: number }, code?: string }} submission
 * @param {number} maxBytes
 */
export function refusalOf({ file, code }, maxBytes) {
  if (code) return code;
  if (file.size === 0) return "empty_upload";
  return file.size > maxBytes ? "photo_too_large" : "";
}

/**
 * @param {number} tries
 * @param {number} firstSeconds
 */
function backoff(tries, firstSeconds) {
  return Math.min(firstSeconds * 2 ** tries, MAX_BACKOFF_SECONDS);
}

/**
 * Return what follows a failure.
 *
 * @param {{ code: string, seconds?: number }} problem
 * @param {number} tries earlier failures of this kind of the same picture
 * @returns {{ step: "fail" } | { step: "renew" } | { step: "wait", seconds: number }}
 */
export function afterFailure({ code, seconds }, tries) {
  if (code === "offline") return { step: "wait", seconds: backoff(tries, 2) };
  if (code === "throttled") return { step: "wait", seconds: seconds || 10 };
  if (code === "busy" && tries < MAX_BUSY_TRIES) {
    return { step: "wait", seconds: seconds || backoff(tries, 2) };
  }
  if (code === "csrf_failed" && tries === 0) return { step: "renew" };
  const isAway = ["model_unavailable", "storage_unavailable"].includes(code);
  if (isAway && tries < 4) {
    return { step: "wait", seconds: seconds || backoff(tries, 3) };
  }
  if (code === "server_error" && tries < 2) {
    return { step: "wait", seconds: seconds || backoff(tries, 2) };
  }
  return { step: "fail" };
}

/** @param {Pick<QueueEntry, "status" | "sent">} entry */
function shareOf(entry) {
  if (!isPending(entry)) return 1;
  return entry.status === "sending" ? (entry.sent ?? 0) * SENDING_SHARE : 0;
}

/**
 * @param {Pick<QueueEntry, "status" | "sent" | "failure">[]} entries
 * @returns {Progress}
 */
export function progressOf(entries) {
  /** @param {Status} wanted */
  const count = (wanted) => entries.filter(({ status }) => status === wanted).length;
  const done = entries.reduce((sum, entry) => sum + shareOf(entry), 0);
  return {
    total: entries.length,
    answered: count("answered"),
    failed: count("failed"),
    canceled: count("canceled"),
    pending: entries.filter(isPending).length,
    retryable: entries.filter(isRetryable).length,
    share: entries.length ? done / entries.length : 0,
  };
}

/**
 * Return whether an entry stays in the list when new pictures are chosen.
 *
 * @param {Pick<QueueEntry, "status" | "failure">} entry
 */
export function staysListed(entry) {
  return isPending(entry) || isRetryable(entry);
}
