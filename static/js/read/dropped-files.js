// What lies in a drop: files, and the pictures of folders, however deep.

const PICTURE = /\.(jpe?g|jfif|png|webp|heic|heif|avif|gif|bmp|tiff?)$/i;
const DEEPEST = 8;
const MOST = 2000;

// A folder is full of notes by the system; what is a picture is told by type or name.
export function isPicture({ name, type }) {
  return !name.startsWith(".") && (type.startsWith("image/") || PICTURE.test(name));
}

// Takes what a drop holds, before it is gone with its event.
export function entriesOf(transfer) {
  return [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
}

// Returns [{file, name, code}] and how many other files were left out.
export async function picturesIn(dropped) {
  const found = { pictures: [], others: 0 };
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory) await addFolder(entry, found);
    else if (file) found.pictures.push({ file, name: file.name });
  }
  return found;
}

async function addFolder(folder, found) {
  const files = await filesIn(folder, DEEPEST);
  const pictures = files.filter(isPicture);
  found.others += files.length - pictures.length;
  found.pictures.push(...pictures.map((file) => ({ file, name: file.name })));
  if (!pictures.length) {
    const code = files.length ? "folder" : "folder_empty";
    found.pictures.push({ file: new File([], folder.name), name: folder.name, code });
  }
}

async function filesIn(folder, depth) {
  const files = [];
  for (const entry of await childrenOf(folder)) {
    if (files.length >= MOST) break;
    if (entry.isFile) files.push(await fileOf(entry));
    else if (depth > 0) files.push(...await filesIn(entry, depth - 1));
  }
  return files.filter(Boolean);
}

// A reader hands out some at a time, and nothing at the end.
async function childrenOf(folder) {
  const reader = folder.createReader();
  const children = [];
  const more = () => new Promise((resolve) => {
    reader.readEntries(resolve, () => resolve([]));
  });
  for (let some = await more(); some.length; some = await more()) children.push(...some);
  return children.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

function fileOf(entry) {
  return new Promise((resolve) => { entry.file(resolve, () => resolve(null)); });
}
