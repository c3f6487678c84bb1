import assert from "node:assert/strict";
import test from "node:test";
import { summaryOf } from "../../../../static/js/shared/queue/queue-progress.js";

const progress = { total: 3, answered: 2, failed: 1, canceled: 0 };
const failed = { status: "failed", name: "a.txt", text: "No picture." };

test("several pictures are counted, and each failure is named", () => {
  assert.equal(
    summaryOf([failed, { status: "answered" }], progress),
    "2 of 3 done, 1 failed. a.txt: No picture.",
  );
});

test("one picture needs no count", () => {
  assert.equal(summaryOf([failed], progress), "a.txt: No picture.");
});
