/** Fetches a page of this site, to take parts of it. */
import { ApiError } from "../api.js";
import { reportServerAway } from "../connection.js";

/**
 * @param {string} url of a page
 * @throws {ApiError}
 */
export async function fetchPage(url) {
  const response = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => {
    reportServerAway();
    throw new ApiError("offline");
  });
  if (!response.ok) throw new ApiError("server_error");
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
