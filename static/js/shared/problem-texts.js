/** Texts about failures. */
import { readingTexts } from "./reading-texts.js";
import { gettext } from "./texts.js";

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
