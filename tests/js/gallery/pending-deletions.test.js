import assert from "node:assert/strict";
import test from "node:test";
import { shortIds } from "../../../static/js/gallery/pending-deletions.js";

test("ids are sent without hyphens", () => {
  assert.equal(shortIds(["0b8f-4f", "1-2"]), "0b8f4f 12");
});
