/** Uploads one picture and reports its progress, which fetch() can't. */
import {
  ApiError,
  parseJson,
  requestHeaders,
  toApiError,
  toImageForm,
} from "../api.js";
import { reportServerAway } from "../connection.js";
import { takeTurn } from "../gallery-start.js";
import { announcePhotoChange } from "../photo-channel.js";
import { refusalOf } from "./retry-policy.js";

/** @import { Photo, Reading } from "../api.js" */
/** @import { Submission } from "./retry-policy.js" */

/**
 * @typedef {object} UploadOptions
 * @property {boolean} explains whether to ask for what the model saw
 * @property {boolean} isSaved whether the URL saves the picture, or only reads it
 * @property {boolean} mayStartGallery whether this browser may have no gallery yet
 * @property {string} key that the server knows a repeated upload by
 * @property {AbortSignal} signal
 * @property {(share: number) => void} onProgress share that is sent, 0-1
 */

const STALLED_MS = 45_000;
const UNANSWERED_MS = 180_000;

/**
 * Return the code of a refusal that needs no request, or "".
 *
 * @param {Submission} submission
 * @param {number} maxBytes
 */
export async function findRefusal({ copy, file: chosen, code: known }, maxBytes) {
  const file = copy ?? chosen;
  const code = refusalOf({ file, code: known }, maxBytes);
  // A file that was deleted since it was chosen has no size either.
  const isGone = code === "empty_upload" && !(await isReadable(file));
  return isGone ? "file_gone" : code;
}

/**
 * @param {string} url
 * @param {Blob} blob
 * @param {string} name
 * @param {UploadOptions} options
 * @returns {Promise<Photo>}
 * @throws {ApiError}
 */
export function upload(url, blob, name, options) {
  if (!(options.isSaved && options.mayStartGallery)) {
    return uploadNow(url, blob, name, options);
  }
  return takeTurn(async () => {
    if (options.signal.aborted) throw new ApiError("canceled");
    return uploadNow(url, blob, name, options);
  });
}

/**
 * @param {string} url
 * @param {Blob} blob
 * @param {string} name
 * @param {UploadOptions} options
 * @returns {Promise<Photo>}
 * @throws {ApiError}
 */
function uploadNow(url, blob, name, options) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const start = performance.now();
    /** @param {string} code */
    const refuse = (code) => reject(new ApiError(code));
    const watch = watchdog(() => {
      refuse("offline");
      request.abort();
    });
    request.open("POST", options.explains ? `${url}?explain=1` : url);
    const headers = { ...requestHeaders(), "Idempotency-Key": options.key };
    for (const [header, value] of Object.entries(headers)) {
      request.setRequestHeader(header, value);
    }
    request.upload.onprogress = ({ loaded, total }) => {
      watch(loaded < total ? STALLED_MS : UNANSWERED_MS);
      options.onProgress(total ? loaded / total : 1);
    };
    request.onload = () => {
      const tookMs = performance.now() - start;
      const answer = parseAnswer(request, options.isSaved);
      if (!answer) reject(toError(request));
      else if (options.isSaved) resolve(toSaved({ ...answer, tookMs }));
      else resolve(toUnsaved({ ...answer, tookMs }));
    };
    request.onerror = async () => refuse(await findReason(blob));
    request.onabort = () => refuse("canceled");
    request.onloadend = () => watch(0);
    abortUntilSent(request, options.signal);
    watch(STALLED_MS);
    request.send(toImageForm(blob, name));
  });
}

/**
 * Once all bytes are sent the photo is saved whatever happens here: wait for its answer.
 *
 * @param {XMLHttpRequest} request
 * @param {AbortSignal} signal
 */
function abortUntilSent(request, signal) {
  let isSent = false;
  request.upload.onload = () => {
    isSent = true;
  };
  signal.addEventListener("abort", () => {
    if (!isSent) request.abort();
  });
}

/**
 * @param {XMLHttpRequest} request
 * @param {boolean} isSaved
 * @returns {any} a photo if it was saved, else a reading; null if it was neither
 */
function parseAnswer({ responseText, status }, isSaved) {
  if (isSaved) return status === 201 ? JSON.parse(responseText) : null;
  const reading = status === 200 ? parseJson(responseText) : null;
  return reading?.verdict ? reading : null;
}

/** @param {Photo} photo */
function toSaved(photo) {
  announcePhotoChange("added", photo.url);
  return photo;
}

/**
 * Return a photo without URLs, as it is not in the gallery.
 *
 * @param {Reading} reading
 * @returns {Photo}
 */
function toUnsaved(reading) {
  const urls = { url: "", image: "", thumbnail: "" };
  const { tookMs } = reading;
  return { id: "", ...urls, created: "", reading, correction: null, tookMs };
}

/** @param {XMLHttpRequest} request */
function toError(request) {
  const retryAfter = request.getResponseHeader("Retry-After");
  return toApiError(request.status, request.responseText, retryAfter);
}

/**
 * Return the code of a failed request: a file that was moved since it was chosen fails as
 * a lost network does.
 *
 * @param {Blob} blob
 */
async function findReason(blob) {
  if (!(await isReadable(blob))) return "file_gone";
  reportServerAway();
  return "offline";
}

/**
 * Return whether a file can still be read: it may be gone, or changed, since it was chosen.
 *
 * @param {Blob} blob
 */
export function isReadable(blob) {
  // A part of nothing is never read.
  const part = blob.size ? blob.slice(0, 1) : blob;
  return part.arrayBuffer().then(
    () => true,
    () => false,
  );
}

/**
 * Return a function that restarts the timer; 0 stops it.
 *
 * @param {() => void} onSilence
 */
function watchdog(onSilence) {
  let timer = 0;
  return (/** @type {number} */ milliseconds) => {
    clearTimeout(timer);
    if (milliseconds) timer = window.setTimeout(onSilence, milliseconds);
  };
}
