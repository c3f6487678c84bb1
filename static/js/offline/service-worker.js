/**
 * The service worker: serves the offline page while the server is away, nothing else.
 *
 * gallery/views/pwa.py writes `self.OFFLINE` in front of this file.
 */

/**
 * @typedef {object} OfflineFiles
 * @property {string} version changes when any of the content does
 * @property {string} page
 * @property {string[]} files that the page needs
 */

const worker = /** @type {ServiceWorkerGlobalScope & { OFFLINE: OfflineFiles }} */ (
  /** @type {unknown} */ (self)
);
const { OFFLINE } = worker;
const AWAY_STATUSES = [502, 504];

/** Store the files, requested without cookies: they hold nothing of this visitor. */
async function install() {
  const cache = await caches.open(OFFLINE.version);
  const requests = [OFFLINE.page, ...OFFLINE.files].map(
    (url) => new Request(url, { cache: "no-cache", credentials: "omit" }),
  );
  await cache.addAll(requests);
  await worker.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name !== OFFLINE.version);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

/** @param {FetchEvent} event */
async function respondWithPage(event) {
  try {
    const response = (await event.preloadResponse) ?? (await fetch(event.request));
    if (!AWAY_STATUSES.includes(response.status)) return response;
    return (await findCached(OFFLINE.page)) ?? response;
  } catch (error) {
    return (await findCached(OFFLINE.page)) ?? Promise.reject(error);
  }
}

/**
 * Ask the server first, so that an update is never mixed with cached files.
 *
 * @param {Request} request
 */
async function respondWithFile(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await findCached(request)) ?? Promise.reject(error);
  }
}

/** @param {RequestInfo} request */
async function findCached(request) {
  const cache = await caches.open(OFFLINE.version);
  return cache.match(request, { ignoreVary: true });
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(respondWithPage(event));
  else if (OFFLINE.files.includes(pathname))
    event.respondWith(respondWithFile(request));
});
