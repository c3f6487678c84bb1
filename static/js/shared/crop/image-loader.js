/** Loads a picture for cropping: the file at hand, or the saved photo. */

/**
 * Return the first source that the browser can display, or null.
 *
 * @param {...(Blob | string | undefined)} sources
 */
export async function loadImage(...sources) {
  for (const source of sources) {
    const picture = source && (await loadSource(source));
    if (picture) return picture;
  }
  return null;
}

/**
 * The server reads HEIC and TIFF, but few browsers display them.
 *
 * @param {Blob | string} source
 */
async function loadSource(source) {
  const picture = new Image();
  picture.src = source instanceof Blob ? URL.createObjectURL(source) : source;
  try {
    await picture.decode();
    return picture;
  } catch {
    return null;
  } finally {
    if (source instanceof Blob) URL.revokeObjectURL(picture.src);
  }
}
