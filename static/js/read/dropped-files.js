/** The pictures of a drop: files, and files in folders at any depth. */

/** @typedef {{ entry?: FileSystemEntry | null, file: File | null }} DroppedItem */

/** @typedef {{ file: File, name: string, code?: string }} FoundPicture */

/** @typedef {{ pictures: FoundPicture[], others: number }} FoundPictures */

const IMAGE_NAME = /\.(jpe?g|jfif|png|webp|heic|heif|avif|gif|bmp|tiff?)$/i;
const MAX_DEPTH = 8;
const MAX_FILES = 2000;

/**
 * Return whether a file of a folder is a picture; systems leave hidden files there.
 *
 * @param {{ name: string, type: string }} file
 */
export function isImageFile({ name, type }) {
  return !name.startsWith(".") && (type.startsWith("image/") || IMAGE_NAME.test(name));
}

/**
 * Return the items of a drop; they are gone once its event is handled.
 *
 * @param {DataTransfer} transfer
 * @returns {DroppedItem[]}
 */
export function itemsOf(transfer) {
  return [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
}

/**
 * Return the pictures of a drop, and how many other files were ignored.
 *
 * @param {DroppedItem[]} items
 */
export async function findPictures(items) {
  /** @type {FoundPictures} */
  const found = { pictures: [], others: 0 };
  for (const { entry, file } of items) {
    if (entry?.isDirectory) {
      await addFolder(/** @type {FileSystemDirectoryEntry} */ (entry), found);
    } else if (file) {
      found.pictures.push({ file, name: file.name });
    }
  }
  return found;
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @param {FoundPictures} found
 */
async function addFolder(folder, found) {
  const files = await listFiles(folder, MAX_DEPTH);
  const pictures = files.filter(isImageFile);
  found.others += files.length - pictures.length;
  found.pictures.push(...pictures.map((file) => ({ file, name: file.name })));
  if (!pictures.length) {
    const code = files.length ? "folder" : "folder_empty";
    found.pictures.push({ file: new File([], folder.name), name: folder.name, code });
  }
}

/**
 * @param {FileSystemDirectoryEntry} folder
 * @param {number} depth of subfolders to enter
 * @returns {Promise<File[]>}
 */
async function listFiles(folder, depth) {
  /** @type {File[]} */
  const files = [];
  for (const entry of await listEntries(folder)) {
    if (files.length >= MAX_FILES) break;
    if (entry.isFile) {
      const file = await openFile(/** @type {FileSystemFileEntry} */ (entry));
      if (file) files.push(file);
    } else if (depth > 0) {
      const subfolder = /** @type {FileSystemDirectoryEntry} */ (entry);
      files.push(...(await listFiles(subfolder, depth - 1)));
    }
  }
  return files;
}

/**
 * A reader returns some entries at a time, and none at the end.
 *
 * @param {FileSystemDirectoryEntry} folder
 */
async function listEntries(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  /** @returns {Promise<FileSystemEntry[]>} */
  const readSome = () =>
    new Promise((resolve) => {
      reader.readEntries(resolve, () => resolve([]));
    });
  for (let some = await readSome(); some.length; some = await readSome())
    entries.push(...some);
  return entries.sort((a, b) =>
    a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File | null>} null if it can't be opened
 */
function openFile(entry) {
  return new Promise((resolve) => {
    entry.file(resolve, () => resolve(null));
  });
}
