// The calls to the HTTP API; every failure arrives as one Problem.

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

async function call(url, method, body, headers = {}) {
  let response;
  try {
    response = await fetch(url, {
      method,
      body,
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), ...headers },
    });
  } catch {
    throw new Problem("offline");
  }
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : response.json();
}

async function problemOf(response) {
  const { code, detail } = await response.json().catch(() => ({}));
  const seconds = Number(response.headers.get("Retry-After")) || 0;
  const known = response.status === 413 ? "photo_too_large" : "server_error";
  return new Problem(code ?? known, detail ?? "", seconds);
}

function pictureForm(blob, name) {
  const form = new FormData();
  form.append("image", blob, name);
  return form;
}

export function sendPhoto(url, blob, name) {
  return call(`${url}?explain=1`, "POST", pictureForm(blob, name));
}

export function explainPicture(url, blob) {
  return call(`${url}?explain=1`, "POST", pictureForm(blob, "picture"));
}

export function correctPhoto(url, correction) {
  const body = JSON.stringify({ correction });
  return call(url, "PATCH", body, { "Content-Type": "application/json" });
}

export function deletePhoto(url) {
  return call(url, "DELETE");
}

export function readJson(root) {
  return JSON.parse(root.querySelector('script[type="application/json"]').textContent);
}
