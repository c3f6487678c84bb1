/** The CSRF token that the page sends with every request, and its cookie. */
import { find } from "./dom.js";

/** @param {ParentNode} page */
export function csrfMeta(page) {
  return find(page, 'meta[name="csrf-token"]', HTMLMetaElement);
}

function csrfCookie() {
  const match =
    document.cookie.match(/(?:^|; )__Host-csrftoken=([^;]+)/) ??
    document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return match?.[1];
}

export function csrfToken() {
  // The cookie is newer than the page where another tab began the visit.
  return csrfCookie() ?? csrfMeta(document).content;
}

/** Return whether this browser keeps cookies, as this page came with one. */
export function acceptsCookies() {
  return csrfCookie() !== undefined;
}
