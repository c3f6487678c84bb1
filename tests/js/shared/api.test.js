import assert from "node:assert/strict";
import test from "node:test";
import {
  ApiError,
  correctPhoto,
  deletePhoto,
  deletePhotos,
  explainImage,
  getPhoto,
  readImage,
  toApiError,
  tryToDeletePhoto,
} from "../../../static/js/shared/api.js";
import { FakeElement, installDom } from "../support/fake-dom.js";

const REFUSAL = { code: "csrf_failed", detail: "Reload." };

// A page whose server answers with `responses` in turn; `requests` is what it was asked.
function serve(...responses) {
  const meta = Object.assign(new FakeElement(), {
    content: "old",
    dataset: { renewUrl: "/" },
  });
  const page = installDom({ 'meta[name="csrf-token"]': [meta] });
  page.cookie = "";
  const requests = [];
  globalThis.fetch = async (url, options) => {
    requests.push({ url, ...options });
    const response = responses.shift();
    if (response instanceof Error) throw response;
    return response;
  };
  globalThis.DOMParser = class {
    parseFromString() {
      const fresh = Object.assign(new FakeElement(), { content: "new" });
      return new FakeElement({ 'meta[name="csrf-token"]': [fresh] });
    }
  };
  return { page, requests };
}

const json = (data, status = 200, headers = {}) =>
  new Response(JSON.stringify(data), { status, headers });

test("an answer is returned, and asked for with the token of the page", async () => {
  const { requests } = serve(json({ id: "a" }));
  assert.deepEqual(await getPhoto("/photos/a/"), { id: "a" });
  assert.equal(requests[0].headers["X-CSRFToken"], "old");
});

test("the token of the cookie is newer than that of the page", async () => {
  const { page, requests } = serve(json({}));
  page.cookie = "language=de; csrftoken=cookie";
  await getPhoto("/photos/a/");
  assert.equal(requests[0].headers["X-CSRFToken"], "cookie");
  // The name that no other host of the domain can set.
  page.cookie = "csrftoken=planted; __Host-csrftoken=own";
  await getPhoto("/photos/a/").catch(() => {});
  assert.equal(requests[1].headers["X-CSRFToken"], "own");
});

test("a refused token is renewed, once", async () => {
  const { requests } = serve(json(REFUSAL, 403), new Response(""), json({ id: "a" }));
  assert.deepEqual(await getPhoto("/photos/a/"), { id: "a" });
  assert.deepEqual(
    requests.map(({ url }) => url),
    ["/photos/a/", "/", "/photos/a/"],
  );
  assert.equal(requests[2].headers["X-CSRFToken"], "new");
  serve(json(REFUSAL, 403), new Response(""), json(REFUSAL, 403));
  await assert.rejects(getPhoto("/photos/a/"), { code: "csrf_failed" });
});

test("a refusal carries the server's code, sentence and pause", async () => {
  serve(json({ code: "throttled", detail: "Wait." }, 429, { "Retry-After": "7" }));
  await assert.rejects(getPhoto("/"), {
    name: "Error",
    code: "throttled",
    detail: "Wait.",
    seconds: 7,
  });
});

test("without an answer the server is reported as away", async () => {
  serve(new TypeError("network"));
  const events = [];
  window.addEventListener("server-away", () => events.push("away"));
  await assert.rejects(getPhoto("/"), { code: "offline" });
  assert.deepEqual(events, ["away"]);
});

test("an aborted request says nothing about the server", async () => {
  serve(new TypeError("aborted"));
  const events = [];
  window.addEventListener("server-away", () => events.push("away"));
  await assert.rejects(getPhoto("/", AbortSignal.abort()), ApiError);
  assert.deepEqual(events, []);
});

test("what stands in front of the site is understood by its status", () => {
  const codeOf = (status, text = "<html>") => toApiError(status, text, null).code;
  assert.equal(codeOf(502), "offline");
  assert.equal(codeOf(413), "photo_too_large");
  assert.equal(codeOf(200), "offline");
  assert.equal(codeOf(418), "server_error");
  assert.equal(codeOf(413, '{"code": "unreadable_photo"}'), "unreadable_photo");
});

test("a picture is posted as a form, and its answer is timed", async () => {
  const { requests } = serve(json({ text: "7" }));
  const reading = await readImage("/readings/", new Blob(["x"]));
  assert.equal(reading.text, "7");
  assert.ok(reading.tookMs >= 0);
  assert.equal(requests[0].method, "POST");
  assert.equal(await requests[0].body.get("image").text(), "x");
});

test("a correction is sent as JSON", async () => {
  const { requests } = serve(json({ correction: "47" }));
  await correctPhoto("/photos/a/", "47");
  assert.equal(requests[0].method, "PATCH");
  assert.equal(requests[0].body, '{"correction":"47"}');
  assert.equal(requests[0].headers["Content-Type"], "application/json");
});

test("a deletion has no answer, and a failed one is no success", async () => {
  serve(new Response(null, { status: 204 }));
  assert.equal(await deletePhoto("/photos/a/"), undefined);
  serve(new Response(null, { status: 204 }));
  assert.equal(await tryToDeletePhoto("/photos/a/"), true);
  serve(json({ code: "not_found", detail: "" }, 404));
  assert.equal(await tryToDeletePhoto("/photos/a/"), false);
});

test("a short list of deletions outlives the page", async () => {
  const { requests } = serve(json({ deleted: 2 }), json({ deleted: 9 }));
  assert.equal(await deletePhotos("/delete/", "a b"), 2);
  assert.equal(requests[0].body.get("photo"), "a b");
  assert.ok(requests[0].keepalive);
  await deletePhotos("/delete/", "a".repeat(60_000));
  assert.ok(!requests[1].keepalive);
});

test("an explanation waits for a busy server, but not for ever", async (t) => {
  t.mock.method(globalThis, "setTimeout", (act) => queueMicrotask(act));
  const busy = () =>
    json({ code: "busy", detail: "Wait." }, 503, { "Retry-After": "2" });
  const { requests } = serve(busy(), busy(), json({ text: "7" }));
  assert.equal((await explainImage("/readings/", new Blob(["x"]))).text, "7");
  assert.equal(requests.length, 3);
  assert.equal(requests[2].url, "/readings/?explain=1");
  const answers = [busy(), busy(), busy(), busy()];
  const again = serve(...answers);
  await assert.rejects(explainImage("/readings/", new Blob(["x"])), { code: "busy" });
  assert.equal(again.requests.length, 4);
});
