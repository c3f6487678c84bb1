import assert from "node:assert/strict";
import { test } from "node:test";
import { arrivals, leftWords } from "../../../static/js/pairing/remaining-time.js";

const WORDS = { minutes: "{minutes} min left", soon: "soon over" };
const photos = ["c", "b", "a"].map((id) => ({ id }));

test("begun minutes count, and the last one is not counted down", () => {
  assert.equal(leftWords(900, WORDS), "15 min left");
  assert.equal(leftWords(841, WORDS), "15 min left");
  assert.equal(leftWords(60, WORDS), "1 min left");
  assert.equal(leftWords(59, WORDS), "soon over");
});

test("what came since is told oldest first", () => {
  assert.deepEqual(arrivals(photos, "a").map(({ id }) => id), ["b", "c"]);
  assert.deepEqual(arrivals(photos, "c"), []);
});

test("everything is news where nothing was known", () => {
  assert.equal(arrivals(photos, null).length, 3);
});
