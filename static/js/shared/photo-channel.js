/** Announces changes of photos to the other tabs of this browser. */

/**
 * @typedef {object} PhotoChange
 * @property {"added" | "changed" | "deleted"} kind
 * @property {string} url of the photo in the API
 */

const CHANNEL = "digitsite-pictures";
const isSupported = "BroadcastChannel" in globalThis;

/**
 * @param {PhotoChange["kind"]} kind
 * @param {string} url
 */
export function announcePhotoChange(kind, url) {
  if (!isSupported) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ kind, url });
  // A page with an open channel may be left out of the back/forward cache.
  channel.close();
}

/** @param {(change: PhotoChange) => void} callback */
export function onPhotoChange(callback) {
  if (!isSupported) return;
  new BroadcastChannel(CHANNEL).addEventListener("message", ({ data }) =>
    callback(data),
  );
}
