/** Uploads one picture and reports its progress, which fetch() can't. */
import { ApiError, requestHeaders, toApiError, toImageForm } from "../api.js";
import { reportServerAway } from "../connection.js";
import { announcePhotoChange } from "../photo-channel.js";

/** @import { Photo } from "../api.js" */

/**
 * @typedef {object} UploadOptions
 * @property {boolean} explains whether to ask for what the model saw
 * @property {AbortSignal} signal
 * @property {(share: number) => void} onProgress share that is sent, 0-1
 */

const STALLED_MS = 45_000;
const UNANSWERED_MS = 180_000;

/**
 * @param {string} url
 * @param {Blob} blob
 * @param {string} name
 * @param {UploadOptions} options
 * @returns {Promise<Photo>}
 * @throws {ApiError}
 */
export function upload(url, blob, name, options) {
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
    for (const [header, value] of Object.entries(requestHeaders())) {
      request.setRequestHeader(header, value);
    }
    request.upload.onprogress = ({ loaded, total }) => {
      watch(loaded < total ? STALLED_MS : UNANSWERED_MS);
      options.onProgress(total ? loaded / total : 1);
    };
    request.onload = () => {
      if (request.status === 201) resolve(toPhoto(request, performance.now() - start));
      else reject(toError(request));
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
 * @param {number} tookMs
 */
function toPhoto(request, tookMs) {
  const photo = { ...JSON.parse(request.responseText), tookMs };
  announcePhotoChange("added", photo.url);
  return photo;
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
  const isReadable = await blob
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
  if (isReadable) reportServerAway();
  return isReadable ? "offline" : "file_gone";
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
