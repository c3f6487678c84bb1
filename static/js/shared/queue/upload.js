// Sends one picture and tells how much of it is on its way: fetch can't tell that.
import { pictureForm, Problem, problemFrom, writeHeaders } from "../api.js";
import { tell } from "../photo-channel.js";
import { tellAway } from "../connection.js";

const STALLED_MS = 45_000;
const UNANSWERED_MS = 180_000;

// options: explains, signal, onProgress(share of what was sent, 0-1)
export function upload(url, blob, name, options) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const start = performance.now();
    const refuse = (code) => reject(new Problem(code));
    const watch = watchdog(() => {
      refuse("offline");
      request.abort();
    });
    request.open("POST", options.explains ? `${url}?explain=1` : url);
    Object.entries(writeHeaders())
      .forEach(([key, value]) => request.setRequestHeader(key, value));
    request.upload.onprogress = ({ loaded, total }) => {
      watch(loaded < total ? STALLED_MS : UNANSWERED_MS);
      options.onProgress(total ? loaded / total : 1);
    };
    request.onload = () => (request.status === 201
      ? resolve(keptIn(request, performance.now() - start))
      : reject(problemOf(request)));
    request.onerror = async () => refuse(await reasonFor(blob));
    request.onabort = () => refuse("cancelled");
    request.onloadend = () => watch(0);
    let isSent = false;
    request.upload.onload = () => { isSent = true; };
    // What has gone up whole is kept whatever is done here: its answer is awaited.
    options.signal.addEventListener("abort", () => { if (!isSent) request.abort(); });
    watch(STALLED_MS);
    request.send(pictureForm(blob, name));
  });
}

// With the time from here and back, as the visitor waited for it.
function keptIn(request, tookMs) {
  const photo = { ...JSON.parse(request.responseText), tookMs };
  tell("kept", photo.url);
  return photo;
}

function problemOf(request) {
  const retryAfter = request.getResponseHeader("Retry-After");
  return problemFrom(request.status, request.responseText, retryAfter);
}

// A file that was moved or changed since it was chosen fails as a lost network does.
async function reasonFor(blob) {
  const isReadable = await blob.slice(0, 1).arrayBuffer().then(() => true, () => false);
  if (isReadable) tellAway();
  return isReadable ? "offline" : "file_gone";
}

function watchdog(onSilence) {
  let timer = 0;
  return (milliseconds) => {
    clearTimeout(timer);
    if (milliseconds) timer = setTimeout(onSilence, milliseconds);
  };
}
