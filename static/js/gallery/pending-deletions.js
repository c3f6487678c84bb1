// Deletions of several pictures, noted in the browser until the server has done them: a
// page that is closed may send 64 kB and hears no answer. The next visit does the rest.
import { deletePhotos, deletePhotosAtLast } from "../shared/api.js";
import { shortIds } from "./grid-navigation.js";
import { drop, recall, remember } from "../shared/local-storage.js";

const NAME = "digitsite-deletion";
const MOST_AT_LAST = 1700;

function noted() {
  return recall(NAME, { url: "", photos: [] });
}

function note(url, photos) {
  remember(NAME, { url, photos: [...noted().photos, ...photos] });
}

function forget(photos) {
  const done = new Set(photos);
  const { url, photos: all } = noted();
  const left = all.filter((photo) => !done.has(photo));
  if (left.length) remember(NAME, { url, photos: left });
  else drop(NAME);
}

function idsIn(photos) {
  return shortIds(photos.map((address) => address.split("/").at(-2)));
}

// Deletes photos, named by their addresses; returns how many were still there.
export async function deleteNoted(url, photos) {
  note(url, photos);
  try {
    return await deletePhotos(url, idsIn(photos));
  } finally {
    forget(photos);
  }
}

// The same while the page goes away: as many at once as may still be sent.
export function deleteAtLast(url, photos) {
  note(url, photos);
  for (let i = 0; i < photos.length; i += MOST_AT_LAST) {
    const ids = idsIn(photos.slice(i, i + MOST_AT_LAST));
    if (!deletePhotosAtLast(url, ids)) return;
  }
}

// Returns how many of those noted were still there.
export async function finish() {
  const { url, photos } = noted();
  if (!photos.length) return 0;
  const count = await deletePhotos(url, idsIn(photos));
  forget(photos);
  return count;
}
