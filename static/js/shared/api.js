/** Calls of the HTTP API; every failure is thrown as an ApiError. */
import { reportServerAway } from "./connection.js";
import { csrfMeta, csrfToken } from "./csrf-token.js";
import { announcePhotoChange } from "./photo-channel.js";

/**
 * @typedef {object} Digit
 * @property {number} label
 * @property {number} confidence
 * @property {number[]} probabilities ten, 0-1
 * @property {[left: number, top: number, right: number, bottom: number]} box
 * @property {number} line
 * @property {string} [seen] data URL of what the model saw
 * @property {string} [heat] data URL of the saliency map
 */

/**
 * Digits that belong together, with the signs between them.
 *
 * @typedef {object} WrittenNumber
 * @property {string} text as written
 * @property {number[]} digits indices
 * @property {[left: number, top: number, right: number, bottom: number]} box
 * @property {number} confidence
 * @property {number} line
 * @property {number | null} row where the page is a grid
 * @property {number | null} column
 */

/** @typedef {"read" | "unsure" | "nothing"} Verdict */

/** @typedef {{ removed: string[], location: boolean }} Metadata */

/**
 * @typedef {object} Reading
 * @property {string} text
 * @property {Verdict} verdict
 * @property {number} confidence
 * @property {Digit[]} digits
 * @property {WrittenNumber[]} numbers each digit belongs to one
 * @property {{ width: number, height: number, frames?: number, frame?: number }} photo
 * @property {Metadata} metadata
 * @property {number} [tookMs] from the request to its answer
 */

/**
 * @typedef {object} Photo
 * @property {string} id
 * @property {string} url
 * @property {string} image
 * @property {string} thumbnail
 * @property {string} created
 * @property {Reading} reading
 * @property {string | null} correction
 * @property {number} [tookMs] from the request to its answer
 */

/** @typedef {{ results: Photo[], next: string | null }} PhotoPage */

const MAX_BUSY_TRIES = 4;
// What a page may still send while it is closed.
const MAX_KEEPALIVE_BYTES = 60_000;

export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} [detail] sentence of the server
   * @param {number} [seconds] to wait before the next try
   */
  constructor(code, detail = "", seconds = 0) {
    super(detail || code);
    this.code = code;
    this.detail = detail;
    this.seconds = seconds;
  }
}

// A proxy in front of the site answers without JSON, and the network of a hotel answers
// 200 with a page of its own.
/** @type {Record<number, string>} */
const CODES_BY_STATUS = {
  200: "offline",
  403: "csrf_failed",
  413: "photo_too_large",
  429: "throttled",
  502: "offline",
  503: "offline",
  504: "offline",
};

/**
 * @param {number} status
 * @param {string} text of the response
 * @param {string | null} retryAfter
 */
export function toApiError(status, text, retryAfter) {
  const { code, detail } = parseJson(text) ?? {};
  const seconds = Number(retryAfter) || 0;
  return new ApiError(
    code ?? CODES_BY_STATUS[status] ?? "server_error",
    detail ?? "",
    seconds,
  );
}

/** @param {string} text */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function requestHeaders() {
  return { Accept: "application/json", "X-CSRFToken": csrfToken() };
}

/** Fetch a new CSRF token, as a page left open may outlive its own. */
export async function renewCsrfToken() {
  const meta = csrfMeta(document);
  const response = await fetch(meta.dataset.renewUrl ?? "/", {
    cache: "no-store",
  }).catch(() => {
    throw new ApiError("offline");
  });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  meta.content = csrfMeta(page).content;
}

/**
 * Send a request; renew the CSRF token once if it was refused.
 *
 * @param {string} url
 * @param {RequestInit} [options]
 */
export async function send(url, options = {}) {
  try {
    return await sendOnce(url, options);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "csrf_failed") throw error;
  }
  await renewCsrfToken();
  return sendOnce(url, options);
}

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function sendOnce(url, options) {
  const headers = { ...requestHeaders(), ...options.headers };
  const response = await fetch(url, { ...options, headers }).catch(() => {
    // An aborted request says nothing about the server.
    if (!options.signal?.aborted) reportServerAway();
    throw new ApiError("offline");
  });
  if (!response.ok) {
    const retryAfter = response.headers.get("Retry-After");
    throw toApiError(response.status, await response.text(), retryAfter);
  }
  return response.status === 204 ? null : response.json();
}

/**
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<Photo>}
 */
export function getPhoto(url, signal) {
  return send(url, { signal });
}

/**
 * @param {string} url
 * @returns {Promise<PhotoPage>}
 */
export function getPhotos(url) {
  return send(url);
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function toImageForm(blob, name) {
  const form = new FormData();
  form.append("image", blob, name);
  return form;
}

/**
 * Read a picture without saving it.
 *
 * @param {string} url
 * @param {Blob} blob
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<Reading>}
 */
export async function readImage(url, blob, signal = null) {
  const start = performance.now();
  const body = toImageForm(blob, "picture");
  const reading = await send(url, { method: "POST", body, signal });
  return { ...reading, tookMs: performance.now() - start };
}

/**
 * The same, with what the model saw and its saliency maps; a busy server is asked again.
 *
 * @param {string} url
 * @param {Blob} blob
 * @param {AbortSignal | null} [signal]
 */
export async function explainImage(url, blob, signal = null) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await readImage(`${url}?explain=1`, blob, signal);
    } catch (error) {
      const isBusy = error instanceof ApiError && error.code === "busy";
      if (!isBusy || tries === MAX_BUSY_TRIES) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, (error.seconds || 1) * 1000);
      });
    }
  }
}

/**
 * @param {string} url
 * @param {string | null} correction
 * @returns {Promise<Photo>}
 */
export async function correctPhoto(url, correction) {
  const photo = await send(url, {
    method: "PATCH",
    body: JSON.stringify({ correction }),
    headers: { "Content-Type": "application/json" },
  });
  announcePhotoChange("changed", url);
  return photo;
}

/** @param {string} url */
export async function deletePhoto(url) {
  await send(url, { method: "DELETE" });
  announcePhotoChange("deleted", url);
}

/**
 * @param {string} url
 * @returns {Promise<boolean>} whether it was deleted
 */
export function tryToDeletePhoto(url) {
  return deletePhoto(url).then(
    () => true,
    () => false,
  );
}

/**
 * @param {string} url
 * @param {string} ids separated by spaces
 * @returns {Promise<number>} how many were still there
 */
export async function deletePhotos(url, ids) {
  const body = new URLSearchParams({ photo: ids });
  const keepalive = ids.length < MAX_KEEPALIVE_BYTES;
  const { deleted } = await send(url, { method: "POST", body, keepalive });
  return deleted;
}

/**
 * The same while the page is closed, without an answer.
 *
 * @param {string} url
 * @param {string} ids separated by spaces
 * @returns {boolean} whether the browser accepted that much data
 */
export function deletePhotosOnUnload(url, ids) {
  const form = new URLSearchParams({ photo: ids, csrfmiddlewaretoken: csrfToken() });
  return navigator.sendBeacon(url, form);
}
