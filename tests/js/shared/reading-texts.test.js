import assert from "node:assert/strict";
import test from "node:test";
import { values } from "../support/catalog.js";

const {
  adviceOn,
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

const number47 = { text: "47", digits: [0, 1], line: 0, row: null };
const digits = [{ confidence: 0.99 }, { confidence: 0.99 }];

test("a reading is spoken digit by digit", () => {
  const reading = { verdict: "read", numbers: [number47], digits, confidence: 0.995 };
  assert.match(spokenReading(reading), /^Read 4 7\. Almost certain, 99\.5/);
  const [, advice] = verdictText("unsure");
  assert.ok(spokenReading({ ...reading, verdict: "unsure" }).endsWith(advice));
});

test("numbers are spoken one by one, and many are counted", () => {
  const written = { ...number47, text: "-3/4" };
  const reading = { verdict: "read", digits, confidence: 0.995 };
  const two = { ...reading, numbers: [number47, written] };
  assert.match(spokenReading(two), /^Read 4 7, - 3 \/ 4\. Almost/);
  const nine = { ...reading, numbers: Array(9).fill(number47) };
  assert.match(spokenReading(nine), /^Read 9 numbers\. Almost/);
});

test("a doubtful digit among others is worth a look", () => {
  const reading = { verdict: "read", digits, numbers: [number47] };
  assert.equal(adviceOn(reading), verdictText("read")[1]);
  const doubtful = [digits[0], { confidence: 0.6 }];
  assert.equal(adviceOn({ ...reading, digits: doubtful }), readingTexts().doubt);
  assert.equal(adviceOn({ ...reading, digits: doubtful.slice(1) }), "");
});

test("which of several frames was read is shown and spoken", () => {
  const photo = { frames: 3, frame: 1 };
  const reading = { verdict: "nothing", numbers: [], digits: [], confidence: 0, photo };
  const text = /The file holds 3 pictures; number 2 was read\.$/;
  assert.match(adviceOn(reading), text);
  assert.match(spokenReading(reading), text);
  assert.doesNotMatch(
    adviceOn({ ...reading, photo: { frames: 1, frame: 0 } }),
    /holds/,
  );
  assert.doesNotMatch(adviceOn({ ...reading, photo: {} }), /holds/);
});

test("a refusal is spoken with its advice", () => {
  const reading = { verdict: "nothing", numbers: [], digits: [], confidence: 0 };
  assert.match(spokenReading(reading), /^No digit here\. The picture/);
});

test("a reading in one line has its confidence, or says that there is no digit", () => {
  const numbers = [{ text: "4" }, { text: "7.5" }];
  const reading = { verdict: "read", numbers, confidence: 0.9 };
  assert.equal(shortReading(reading), "4 7.5\u200290\u202f%");
  assert.equal(shortReading({ verdict: "nothing" }), verdictText("nothing")[0]);
});
