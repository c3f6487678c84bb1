// The service worker: keeps the page for when the server is away, and nothing else.
// gallery/views/pwa.py puts SHELL in front, with a version made of everything in it.
const AWAY = [502, 504];

// As a stranger would get them: nothing of this visitor is in the kept files.
async function keep() {
  const cache = await caches.open(SHELL.version);
  const requests = [SHELL.page, ...SHELL.files].map((url) =>
    new Request(url, { cache: "no-cache", credentials: "omit" }));
  await cache.addAll(requests);
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name !== SHELL.version);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function page(event) {
  try {
    const answer = (await event.preloadResponse) ?? await fetch(event.request);
    return AWAY.includes(answer.status) ? await kept(SHELL.page) ?? answer : answer;
  } catch (error) {
    return await kept(SHELL.page) ?? Promise.reject(error);
  }
}

async function kept(request) {
  const cache = await caches.open(SHELL.version);
  return cache.match(request, { ignoreVary: true });
}

// The server's own files first, so that an update is never mixed with what was kept.
async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    return await kept(request) ?? Promise.reject(error);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (SHELL.files.includes(pathname)) event.respondWith(file(request));
});
