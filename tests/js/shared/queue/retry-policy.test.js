import assert from "node:assert/strict";
import test from "node:test";
import {
  afterFailure,
  isPending,
  isRetryable,
  maxParallel,
  progressOf,
  refusalOf,
  staysListed,
} from "../../../../static/js/shared/queue/retry-policy.js";

const file = { size: 10 };

test("the first picture goes alone, the others a few at a time", () => {
  assert.equal(maxParallel(false), 1);
  assert.equal(maxParallel(true), 3);
});

test("a lost network is waited for without end, at growing distances", () => {
  const waits = [0, 1, 2, 9].map((tries) => afterFailure({ code: "offline" }, tries));
  assert.deepEqual(
    waits.map(({ seconds }) => seconds),
    [2, 4, 8, 30],
  );
  assert.ok(waits.every(({ step }) => step === "wait"));
});

test("a throttled picture waits as long as the server says", () => {
  assert.deepEqual(afterFailure({ code: "throttled", seconds: 12 }, 7), {
    step: "wait",
    seconds: 12,
  });
  assert.equal(afterFailure({ code: "throttled", seconds: 0 }, 0).seconds, 10);
});

test("a busy server is asked again when it says, but not for ever", () => {
  const busy = { code: "busy", seconds: 3 };
  assert.deepEqual(afterFailure(busy, 0), { step: "wait", seconds: 3 });
  assert.equal(afterFailure({ code: "busy" }, 1).seconds, 4);
  const tries = [...Array(20).keys()].map((n) => afterFailure(busy, n).step);
  assert.equal(tries.indexOf("fail"), 10);
  assert.ok(isRetryable({ status: "failed", failure: "busy" }));
});

test("an error of the server is tried again, but not for ever", () => {
  const steps = (code, n) =>
    [...Array(n).keys()].map((tries) => afterFailure({ code }, tries).step);
  assert.deepEqual(steps("server_error", 3), ["wait", "wait", "fail"]);
  for (const code of ["model_unavailable", "storage_unavailable"]) {
    assert.deepEqual(steps(code, 5), ["wait", "wait", "wait", "wait", "fail"]);
  }
});

test("a full disk is tried again only by the visitor", () => {
  assert.equal(afterFailure({ code: "storage_full" }, 0).step, "fail");
  assert.ok(isRetryable({ status: "failed", failure: "storage_full" }));
});

test("a picture whose gallery went meanwhile is sent again by the visitor", () => {
  assert.equal(afterFailure({ code: "not_found" }, 0).step, "fail");
  assert.ok(isRetryable({ status: "failed", failure: "not_found" }));
});

test("a token that went is renewed once", () => {
  assert.equal(afterFailure({ code: "csrf_failed" }, 0).step, "renew");
  assert.equal(afterFailure({ code: "csrf_failed" }, 1).step, "fail");
});

test("what the picture itself is to blame for is not tried again", () => {
  assert.equal(afterFailure({ code: "unsupported_format" }, 0).step, "fail");
});

test("what is certain to be refused is known before it is sent", () => {
  assert.equal(refusalOf({ file, code: "" }, 10), "");
  assert.equal(refusalOf({ file, code: "" }, 9), "photo_too_large");
  assert.equal(refusalOf({ file: { size: 0 } }, 9), "empty_upload");
  assert.equal(refusalOf({ file, code: "no_pictures" }, 10), "no_pictures");
});

test("only what may still be sent outlives the next choice", () => {
  const entries = [
    { status: "paused" },
    { status: "canceled" },
    { status: "failed", failure: "server_error" },
    { status: "failed", failure: "unsupported_format" },
    { status: "answered" },
  ];
  assert.deepEqual(entries.map(staysListed), [true, true, true, false, false]);
  assert.deepEqual(entries.map(isPending), [true, false, false, false, false]);
  assert.deepEqual(entries.map(isRetryable), [false, true, true, false, false]);
});

test("the progress counts each once, and what is on its way by its share", () => {
  const progress = progressOf([
    { status: "answered" },
    { status: "sending", sent: 0.5 },
    { status: "queued" },
    { status: "failed", failure: "offline" },
  ]);
  assert.equal(progress.total, 4);
  assert.deepEqual([progress.answered, progress.failed, progress.pending], [1, 1, 2]);
  assert.equal(progress.share, 2.4 / 4);
  assert.equal(progressOf([]).share, 0);
});
