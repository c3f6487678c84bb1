// Pictures that come as text: a data URL, alone or inside a copied page, or bare base64.

const DATA_URL = /data:image\/[\w.+-]+;base64,[A-Za-z0-9+/=\s]+/;
// How JPEG, PNG, GIF, WebP and BMP begin.
const BARE = /^\s*(\/9j\/|iVBORw0KGgo|R0lGOD|UklGR|Qk0)[A-Za-z0-9+/=\s]+$/;

// Returns base64, or "" if there is no picture in the text.
export function base64In(text) {
  const [address] = text.match(DATA_URL) ?? [];
  if (address) return address.slice(address.indexOf(",") + 1).replace(/\s+/g, "");
  return BARE.test(text) ? text.replace(/\s+/g, "") : "";
}

// Returns the picture, or null if there is none; its type is for the server to find out.
export function pictureIn(...texts) {
  const base64 = texts.map(base64In).find(Boolean);
  if (!base64) return null;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new Blob([bytes]);
  } catch {
    return null;
  }
}
