// Opens a picture for cropping: the file at hand, or what the server kept of it.

// Returns the first of the sources that the browser can show, or null.
export async function openPicture(...sources) {
  for (const source of sources.filter(Boolean)) {
    const picture = await load(source);
    if (picture) return picture;
  }
  return null;
}

// A HEIC or TIFF file is read by the server, but few browsers show it.
async function load(source) {
  const isFile = source instanceof Blob;
  const picture = new Image();
  picture.src = isFile ? URL.createObjectURL(source) : source;
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  } finally {
    if (isFile) URL.revokeObjectURL(picture.src);
  }
}
