/**
 * The form that forgets a visitor: it deletes what this browser holds, then asks the site.
 *
 * A header of the answer does the same, by HTTPS and on this machine alone.
 */
import { Outbox } from "./outbox.js";

// A database that does not answer prevents nothing else.
const MAX_WAIT_MS = 2000;

async function clearBrowser() {
  localStorage.clear();
  sessionStorage.clear();
  await new Outbox().clear();
}

/** @param {HTMLFormElement} form */
async function forget(form) {
  const wait = new Promise((resolve) => {
    setTimeout(resolve, MAX_WAIT_MS);
  });
  // A browser that blocks storage holds nothing.
  await Promise.race([clearBrowser().catch(() => {}), wait]);
  form.submit();
}

const root = document.querySelector("[data-forget]");
if (root instanceof HTMLFormElement) {
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    forget(root);
  });
}
