/** The page of one job: shows how far it is until it has ended. */
import { ApiError } from "../shared/api.js";
import { find } from "../shared/dom.js";
import { fetchPage } from "../shared/pages/fetch-page.js";
import { onRestored } from "../shared/pages/page-restore.js";

const PAUSE_MS = 2000;
const PARTS = ["[data-progress]", "[data-actions]"];

/** @param {HTMLElement} root */
async function follow(root) {
  while (find(root, "[data-progress]").hasAttribute("data-open")) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    // Nobody looks at a page in the background; and it may be gone for a while.
    if (!document.hidden) await update(root).catch(ignoreApiError);
  }
}

/** @param {HTMLElement} root */
async function update(root) {
  const page = await fetchPage(window.location.href);
  for (const selector of PARTS) replace(find(root, selector), find(page, selector));
  // Read aloud when it changes, so that its element stays.
  const state = find(page, "[data-state-text]").textContent;
  if (find(root, "[data-state-text]").textContent !== state)
    find(root, "[data-state-text]").textContent = state;
}

/**
 * Replace a part of the page if it has changed, so that nobody loses the focus.
 *
 * @param {HTMLElement} shown
 * @param {HTMLElement} fetched
 */
function replace(shown, fetched) {
  const isSame = shown.dataset.version === fetched.dataset.version;
  if (!isSame) shown.replaceWith(document.importNode(fetched, true));
}

/** @param {unknown} error */
function ignoreApiError(error) {
  if (!(error instanceof ApiError)) throw error;
}

// It may have ended meanwhile.
onRestored(() => window.location.reload());

const root = document.querySelector("[data-job]");
if (root instanceof HTMLElement) follow(root);
