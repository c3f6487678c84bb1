/** Pictures pasted as text: a data URL, alone or in copied HTML, or bare base64. */

const DATA_URL = /data:image\/[\w.+-]+;base64,[A-Za-z0-9+/=\s]+/;
// How JPEG, PNG, GIF, WebP and BMP begin.
const BARE_BASE64 = /^\s*(\/9j\/|iVBORw0KGgo|R0lGOD|UklGR|Qk0)[A-Za-z0-9+/=\s]+$/;

/**
 * Return the base64 of a picture in a text, or "".
 *
 * @param {string} text
 */
export function findBase64(text) {
  const [url] = text.match(DATA_URL) ?? [];
  if (url) return url.slice(url.indexOf(",") + 1).replace(/\s+/g, "");
  return BARE_BASE64.test(text) ? text.replace(/\s+/g, "") : "";
}

/**
 * Return the first picture in some texts, or null; the server detects its format.
 *
 * @param {...string} texts
 */
export function findImage(...texts) {
  const base64 = texts.map(findBase64).find(Boolean);
  if (!base64) return null;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new Blob([bytes]);
  } catch {
    return null;
  }
}
