/** Texts about failures. */
import { readingTexts } from "./reading-texts.js";
import { fill, gettext } from "./texts.js";

/** @typedef {{ code: string, detail?: string }} Problem */

/**
 * Return what to say about a failure.
 *
 * The server's own sentence is used where it knows more than this page.
 *
 * @param {Problem} problem
 */
export function problemText({ code, detail }) {
  return (
    ownText(code) ?? (detail || (readingTexts().refusals[code] ?? fallbackText(code)))
  );
}

/** @param {string} code */
function ownText(code) {
  switch (code) {
    case "offline":
      return gettext(
        "The server can't be reached. Check your connection, then try again.",
      );
    case "csrf_failed":
      return gettext(
        "This page has been open for too long, or cookies are blocked. Allow cookies for this site, reload the page, then try again.",
      );
    case "not_found":
      return gettext("This picture is no longer in your gallery.");
    case "model_unavailable":
      return gettext(
        "Digits can't be read right now. If this continues, the operator of this site has to restore the model.",
      );
    case "server_error":
      return gettext(
        "Something went wrong on the server. It was not your picture. Try again.",
      );
    default:
      return undefined;
  }
}

/** @param {string} code */
function fallbackText(code) {
  switch (code) {
    case "throttled":
      return gettext("Too many requests. Wait a moment, then try again.");
    case "file_gone":
      return gettext(
        "The file can't be read any more: it was moved or changed. Choose it again.",
      );
    case "folder":
      return gettext("There is no picture in this folder that can be read here.");
    case "folder_empty":
      return gettext(
        "This folder is empty, or the browser can't open it. Drop the pictures themselves.",
      );
    default:
      return ownText("server_error") ?? "";
  }
}

/**
 * Return what to say while a picture waits to be sent again by itself.
 *
 * @param {string} code of the failure
 * @param {number} seconds to the next try
 */
export function retryText(code, seconds) {
  /** @type {Record<string, string>} */
  const reasons = {
    throttled: gettext("Too many requests. The next try is in {seconds} s."),
    busy: gettext("Many pictures are being read now. The next try is in {seconds} s."),
    model_unavailable: gettext(
      "Digits can't be read right now. The next try is in {seconds} s.",
    ),
    storage_unavailable: gettext(
      "Nothing can be saved right now. The next try is in {seconds} s.",
    ),
    server_error: gettext(
      "Something went wrong on the server. It was not your picture. The next try is in {seconds} s.",
    ),
  };
  const offline = gettext(
    "The server can't be reached. The picture is sent automatically once it is back.",
  );
  return fill(reasons[code] ?? offline, { seconds });
}
