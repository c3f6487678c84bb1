import assert from "node:assert/strict";
import { test } from "node:test";
import { photosSince } from "../../../static/js/pairing/paired-phones.js";
import { remainingText } from "../../../static/js/pairing/remaining-time.js";

const photos = ["c", "b", "a"].map((id) => ({ id }));

test("started minutes count, and the last one is not counted down", () => {
  assert.equal(remainingText(900), "15 min left");
  assert.equal(remainingText(841), "15 min left");
  assert.equal(remainingText(60), "1 min left");
  assert.equal(remainingText(59), "less than a minute left");
});

test("newer photos come oldest first", () => {
  assert.deepEqual(
    photosSince(photos, "a").map(({ id }) => id),
    ["b", "c"],
  );
  assert.deepEqual(photosSince(photos, "c"), []);
});

test("every photo is new where none was known", () => {
  assert.equal(photosSince(photos, null).length, 3);
});
