// The calls to the HTTP API; every failure arrives as one Problem.
import { tell } from "./photo-channel.js";
import { tellAway } from "./connection.js";

// What a page that is left may still send.
const MOST_KEPT_ALIVE = 60_000;

export class Problem extends Error {
  constructor(code, detail = "", seconds = 0) {
    super(detail || code);
    Object.assign(this, { code, detail, seconds });
  }
}

function csrfToken() {
  // The cookie is newer than the page when another tab began the visit.
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? document.querySelector('meta[name="csrf-token"]').content;
}

export function writeHeaders() {
  return { Accept: "application/json", "X-CSRFToken": csrfToken() };
}

// A page left open may outlive its token; any page of the site brings a new one.
export async function renewToken() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  const answer = await fetch(meta.dataset.renewUrl, { cache: "no-store" })
    .catch(() => { throw new Problem("offline"); });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  meta.content = page.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

async function call(url, method, body, headers = {}, init = {}) {
  try {
    return await ask(url, method, body, headers, init);
  } catch (problem) {
    if (problem.code !== "csrf_failed") throw problem;
  }
  await renewToken();
  return ask(url, method, body, headers, init);
}

async function ask(url, method, body, headers, init) {
  const response = await fetch(url, {
    method, body, ...init, headers: { ...writeHeaders(), ...headers },
  }).catch(() => {
    // What was called off says nothing of the server.
    if (!init.signal?.aborted) tellAway();
    throw new Problem("offline");
  });
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : response.json();
}

async function problemOf(response) {
  const { status, headers } = response;
  return problemFrom(status, await response.text(), headers.get("Retry-After"));
}

// What stands in front of the site refuses in its own words, which are no JSON; the
// network of a hotel even answers 200 with a page of its own.
const BARE = {
  200: "offline",
  403: "csrf_failed",
  413: "photo_too_large",
  429: "throttled",
  502: "offline",
  503: "offline",
  504: "offline",
};

export function problemFrom(status, text, retryAfter) {
  const { code, detail } = parsed(text) ?? {};
  const seconds = Number(retryAfter) || 0;
  return new Problem(code ?? BARE[status] ?? "server_error", detail ?? "", seconds);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function pictureForm(blob, name) {
  const form = new FormData();
  form.append("image", blob, name);
  return form;
}

// With the time from here and back, as the visitor waited for it.
async function timed(asked) {
  const start = performance.now();
  const answer = await asked;
  return { ...answer, tookMs: performance.now() - start };
}

// One picture, or a page of the gallery.
export function readPhotos(url, signal) {
  return call(url, "GET", undefined, {}, { signal });
}

// Reads a picture that is not kept.
export function readPicture(url, blob, signal = null) {
  return timed(call(url, "POST", pictureForm(blob, "picture"), {}, { signal }));
}

export function explainPicture(url, blob, signal = null) {
  return readPicture(`${url}?explain=1`, blob, signal);
}

export async function correctPhoto(url, correction) {
  const body = JSON.stringify({ correction });
  const type = { "Content-Type": "application/json" };
  const photo = await call(url, "PATCH", body, type);
  tell("changed", url);
  return photo;
}

export async function deletePhoto(url) {
  await call(url, "DELETE");
  tell("deleted", url);
}

// What a page asks about the phones in its gallery.
export function openPairing(url) {
  return call(url, "POST");
}

export function askPairings(url) {
  return call(url, "GET");
}

export function askPhotos(url) {
  return call(url, "GET");
}

export function endPairing(url) {
  return call(url, "DELETE");
}

// Several at once; tells how many were still there.
export async function deletePhotos(url, ids) {
  const form = new URLSearchParams({ photo: ids });
  const keepalive = ids.length < MOST_KEPT_ALIVE;
  const { deleted } = await call(url, "POST", form, {}, { keepalive });
  return deleted;
}

// The same while the page goes away, where nobody hears the answer; tells whether so
// much may still be sent.
export function deletePhotosAtLast(url, ids) {
  const token = csrfToken();
  const form = new URLSearchParams({ photo: ids, csrfmiddlewaretoken: token });
  return navigator.sendBeacon(url, form);
}

export function readJson(root) {
  return JSON.parse(root.querySelector('script[type="application/json"]').textContent);
}
