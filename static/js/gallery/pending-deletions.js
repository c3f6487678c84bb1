/**
 * Deletions of several photos, stored in the browser until the server has done them.
 *
 * A page that is closed may send 64 kB and gets no answer; the next visit does the rest.
 */
import { deletePhotos, deletePhotosOnUnload } from "../shared/api.js";
import { loadObject, removeObject, saveObject } from "../shared/local-storage.js";

/** @typedef {{ url: string, photos: string[] }} Pending photos by their URLs */

const KEY = "digitsite-deletion";
const MAX_IDS_ON_UNLOAD = 1700;

function loadPending() {
  return loadObject(KEY, /** @type {Pending} */ ({ url: "", photos: [] }));
}

/**
 * @param {string} url
 * @param {string[]} photos
 */
function addPending(url, photos) {
  saveObject(KEY, { url, photos: [...loadPending().photos, ...photos] });
}

/** @param {string[]} photos */
function removePending(photos) {
  const done = new Set(photos);
  const pending = loadPending();
  const left = pending.photos.filter((photo) => !done.has(photo));
  if (left.length) saveObject(KEY, { url: pending.url, photos: left });
  else removeObject(KEY);
}

/** @param {string[]} photos */
function idsOf(photos) {
  return shortIds(photos.map((url) => url.split("/").at(-2) ?? ""));
}

/**
 * Return ids in their shortest form, as little may be sent while a page is closed.
 *
 * @param {string[]} ids
 */
export function shortIds(ids) {
  return ids.map((id) => id.replaceAll("-", "")).join(" ");
}

/**
 * @param {string} url
 * @param {string[]} photos URLs of the photos
 * @returns {Promise<number>} how many were still there
 */
export async function deleteReliably(url, photos) {
  addPending(url, photos);
  try {
    return await deletePhotos(url, idsOf(photos));
  } finally {
    removePending(photos);
  }
}

/**
 * The same while the page is closed: as many as may still be sent.
 *
 * @param {string} url
 * @param {string[]} photos URLs of the photos
 */
export function deleteOnUnload(url, photos) {
  addPending(url, photos);
  for (let i = 0; i < photos.length; i += MAX_IDS_ON_UNLOAD) {
    const ids = idsOf(photos.slice(i, i + MAX_IDS_ON_UNLOAD));
    if (!deletePhotosOnUnload(url, ids)) return;
  }
}

/**
 * Finish the deletions of an earlier page.
 *
 * @returns {Promise<number>} how many photos were still there
 */
export async function finishPending() {
  const { url, photos } = loadPending();
  if (!photos.length) return 0;
  const count = await deletePhotos(url, idsOf(photos));
  removePending(photos);
  return count;
}
