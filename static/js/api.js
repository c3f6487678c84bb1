// The calls to the HTTP API; every failure arrives as one Problem.
import { tell } from "./channel.js";
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

async function call(url, method, body, headers = {}, init = {}) {
  let response;
  try {
    response = await fetch(url, {
      method,
      body,
      ...init,
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers },
    });
  } catch {
    // What was called off says nothing of the server.
    if (!init.signal?.aborted) tellAway();
    throw new Problem("offline");
  }
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : response.json();
}

async function problemOf(response) {
  const { code, detail } = await response.json().catch(() => ({}));
  const seconds = Number(response.headers.get("Retry-After")) || 0;
  const known = { 403: "csrf_failed", 413: "photo_too_large" }[response.status];
  return new Problem(code ?? known ?? "server_error", detail ?? "", seconds);
}

function pictureForm(blob, name) {
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

export async function sendPhoto(url, blob, name) {
  const form = pictureForm(blob, name);
  const photo = await timed(call(`${url}?explain=1`, "POST", form));
  tell("kept", photo.url);
  return photo;
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

// The same while the page goes away; nobody hears the answer.
export function deletePhotosAtLast(url, ids) {
  const token = csrfToken();
  const form = new URLSearchParams({ photo: ids, csrfmiddlewaretoken: token });
  navigator.sendBeacon(url, form);
}

export function readJson(root) {
  return JSON.parse(root.querySelector('script[type="application/json"]').textContent);
}
