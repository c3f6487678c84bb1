// When to send what, and what to do after a failure; no DOM, no clock.

const MEGABYTE = 1024 * 1024;
const PENDING = ["queued", "sending", "paused"];
const LONGEST_SECONDS = 30;

// The first answer begins the gallery that the others join.
export function mostAtOnce(isJoined) {
  return isJoined ? 3 : 1;
}

export function isPending({ status }) {
  return PENDING.includes(status);
}

// Whether the visitor may want to send it once more.
export function isRetryable({ status, failure }) {
  return status === "cancelled" || (status === "failed" && isWorthRetry(failure));
}

export function isWorthRetry(code) {
  return ["offline", "throttled", "model_unavailable", "server_error", "csrf_failed"]
    .includes(code);
}

// What is certain to be refused is not sent.
export function refusalOf({ file, code }, maxBytes) {
  if (code) return code;
  if (file.size === 0) return "empty_upload";
  return file.size > maxBytes ? "photo_too_large" : "";
}

export function megabytes(bytes) {
  return Math.floor(bytes / MEGABYTE);
}

function backoff(tries, first) {
  return Math.min(first * 2 ** tries, LONGEST_SECONDS);
}

// What follows a failure: fail, renew the token, or wait so many seconds.
// tries counts earlier failures of this kind of the same picture.
export function afterFailure({ code, seconds }, tries) {
  if (code === "offline") return { step: "wait", seconds: backoff(tries, 2) };
  if (code === "throttled") return { step: "wait", seconds: seconds || 10 };
  if (code === "csrf_failed" && tries === 0) return { step: "renew" };
  if (code === "model_unavailable" && tries < 4) {
    return { step: "wait", seconds: seconds || backoff(tries, 3) };
  }
  if (code === "server_error" && tries < 2) {
    return { step: "wait", seconds: seconds || backoff(tries, 2) };
  }
  return { step: "fail" };
}

// Sending is most of the way for a large photo; the rest is the reading.
function shareOf(entry) {
  if (!isPending(entry)) return 1;
  return entry.status === "sending" ? (entry.sent ?? 0) * 0.8 : 0;
}

export function tallyOf(entries) {
  const has = (status) => entries.filter((entry) => entry.status === status).length;
  return {
    total: entries.length,
    answered: has("answered"),
    failed: has("failed"),
    cancelled: has("cancelled"),
    pending: entries.filter(isPending).length,
    retryable: entries.filter(isRetryable).length,
    share: entries.length
      ? entries.reduce((sum, entry) => sum + shareOf(entry), 0) / entries.length
      : 0,
  };
}

// A new choice clears away what is settled, and nothing that may still be sent.
export function isKept(entry) {
  return isPending(entry) || isRetryable(entry);
}
