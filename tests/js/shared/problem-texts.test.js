import assert from "node:assert/strict";
import test from "node:test";
import "../support/catalog.js";

const { problemText, retryText } = await import(
  "../../../static/js/shared/problem-texts.js"
);

test("a missing model is the operator's to restore", () => {
  assert.match(problemText({ code: "model_unavailable", detail: "Soon." }), /operator/);
});

test("the server's sentence is used where it knows more", () => {
  assert.equal(problemText({ code: "throttled", detail: "In 12 s." }), "In 12 s.");
  assert.match(problemText({ code: "throttled" }), /Wait a moment/);
  assert.equal(problemText({ code: "odd", detail: "Odd." }), "Odd.");
});

test("what the page refuses itself, it refuses in the server's words", () => {
  assert.match(problemText({ code: "photo_too_large" }), /more than 20 MB/);
  assert.match(problemText({ code: "empty_upload" }), /^The file is empty\./);
});

test("an unknown failure still has a text", () => {
  assert.equal(problemText({ code: "odd" }), problemText({ code: "server_error" }));
});

test("what is sent again by itself says why it waits, and how long", () => {
  assert.match(retryText("busy", 3), /^Many pictures .* The next try is in 3 s\.$/);
  assert.match(retryText("offline", 3), /sent automatically/);
});
