import assert from "node:assert/strict";
import test from "node:test";
import { values } from "../support/catalog.js";

const {
  confidenceText,
  readingTexts,
  removalOf,
  shortReading,
  spokenReading,
  statusOf,
  verdictText,
} = await import("../../../static/js/shared/reading-texts.js");

test("a confidence has a text", () => {
  assert.equal(confidenceText(0.995), "Almost certain");
  assert.equal(confidenceText(0), "A guess");
});

test("what was removed is said as templates say it", () => {
  for (const [metadata, removal] of values.removals) {
    assert.deepEqual(removalOf(metadata), removal);
  }
});

test("what was removed is said without names of tags", () => {
  const removed = ["GPSLatitude", "Model"];
  const { facts } = removalOf({ removed, location: true });
  assert.deepEqual(facts, ["where it was taken", "which camera took it"]);
});

test("tags that only tell how to display a picture are no personal data", () => {
  const { text, facts } = removalOf({ removed: ["Orientation"], location: false });
  assert.equal(text, readingTexts().removal.display);
  assert.deepEqual(facts, []);
});

test("a corrected photo has a status of its own", () => {
  const reading = { verdict: "read" };
  assert.equal(statusOf({ correction: null, reading }), "read");
  assert.equal(statusOf({ correction: "", reading }), "corrected");
});

test("a reading is spoken digit by digit", () => {
  const reading = { verdict: "read", text: "47", confidence: 0.995 };
  assert.match(spokenReading(reading), /^Read 4 7\. Almost certain, 99\.5/);
  const [, advice] = verdictText("unsure");
  assert.ok(spokenReading({ ...reading, verdict: "unsure" }).endsWith(advice));
});

test("a refusal is spoken with its advice", () => {
  const reading = { verdict: "nothing", text: "", confidence: 0 };
  assert.match(spokenReading(reading), /^No digit here\. The picture/);
});

test("a reading in one line has its confidence, or says that there is no digit", () => {
  const reading = { verdict: "read", text: "4\n7", confidence: 0.9 };
  assert.equal(shortReading(reading), "4 7\u200290\u202f%");
  assert.equal(shortReading({ verdict: "nothing" }), verdictText("nothing")[0]);
});
