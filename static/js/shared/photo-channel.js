// Tells the other tabs of this browser what happened to its pictures.

const NAME = "digitsite-pictures";
const isThere = "BroadcastChannel" in globalThis;

// `kind` is kept, changed or deleted; the address is the picture's in the API.
export function tell(kind, url) {
  if (!isThere) return;
  const channel = new BroadcastChannel(NAME);
  channel.postMessage({ kind, url });
  // Open for a moment only: a page with an open channel may not be kept for "back".
  channel.close();
}

export function hear(onNews) {
  if (!isThere) return;
  new BroadcastChannel(NAME).addEventListener("message", ({ data }) => onNews(data));
}
