import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import {
  confidenceWords, counted, fill, joined, numberWords, percent, problemWords, removedWords,
  shortWords, spokenWords, timeWords,
} from "../../../static/js/shared/texts.js";

const python = JSON.parse(readFileSync(process.env.PYTHON_VALUES, "utf8"));
const { phrases } = python;

test("percent says what Python says", () => {
  python.percent.forEach(([value, english, german]) => {
    assert.equal(percent(value, "en"), english);
    assert.equal(percent(value, "de"), german);
  });
});

test("confidence is told in words", () => {
  assert.equal(confidenceWords(0.995, phrases.levels), "Almost certain");
  assert.equal(confidenceWords(0, phrases.levels), "A guess");
});

test("a sentence is filled, and what it lacks stays visible", () => {
  assert.equal(fill("{a} and {b}", { a: 1 }), "1 and {b}");
});

test("numbers are written as a language does", () => {
  assert.equal(numberWords(2000, "en"), "2,000");
  assert.equal(numberWords(2000, "de"), "2.000");
  assert.equal(fill("{count}", { count: 2000 }), "2,000");
  assert.equal(fill("{count}", { count: "2000" }), "2000");
});

test("a number chooses the form of its sentence", () => {
  const forms = { 0: "none", 1: "one", 2: "few", 11: "many", 100: "{count} in all" };
  assert.equal(counted(forms, { count: 1 }, "en"), "one");
  assert.equal(counted(forms, { count: 4 }, "pl"), "few");
  assert.equal(counted({ 1: "one", 100: "{count} in all" }, { count: 4 }, "pl"), "4 in all");
});

test("what the server sends has a form for each number", () => {
  const said = (count) => counted(phrases.slides.fresh, { count }, "en");
  assert.match(said(1), /^A new picture/);
  assert.match(said(3), /^3 new pictures/);
});

test("facts are joined as a sentence does", () => {
  assert.equal(joined(["a"], " and "), "a");
  assert.equal(joined(["a", "b", "c"], " and "), "a, b and c");
});

test("what a photo gave away is told without names of tags", () => {
  const removed = ["GPSLatitude", "Model"];
  const said = removedWords({ removed, location: true }, phrases);
  assert.match(said, /where it was taken and which camera took it/);
  assert.doesNotMatch(said, /GPS/);
});

test("a photo that told nothing is not accused", () => {
  assert.equal(removedWords({ removed: [], location: false }, phrases), phrases.removal.clean);
  const metadata = { removed: ["Flash", "GPSVersionID"], location: false };
  assert.equal(removedWords(metadata, phrases), phrases.removal.some);
});

test("how to show a picture is nothing about the visitor", () => {
  const said = removedWords({ removed: ["Orientation"], location: false }, phrases);
  assert.equal(said, phrases.removal.harmless);
});

test("a missing model is the operator's to restore", () => {
  const said = problemWords({ code: "model_unavailable", detail: "Soon." }, phrases);
  assert.match(said, /operator/);
});

test("a throttled visitor is told when to come back", () => {
  const problem = { code: "throttled", detail: "x", seconds: 12 };
  assert.match(problemWords(problem, phrases), /Try again in 12 seconds/);
  assert.match(problemWords({ ...problem, seconds: 0 }, phrases), /in a moment/);
});

test("the limit is told where the server has not told it", () => {
  const problem = { code: "photo_too_large", detail: "" };
  assert.match(problemWords(problem, phrases, 20), /at most 20 MB/);
  assert.equal(problemWords({ ...problem, detail: "Server." }, phrases, 20), "Server.");
});

test("an unknown failure still gets a sentence", () => {
  assert.equal(problemWords({ code: "odd", detail: "" }, phrases),
    phrases.problems.server_error);
  assert.equal(problemWords({ code: "odd", detail: "Odd." }, phrases), "Odd.");
});

test("a reading is spoken digit by digit", () => {
  const reading = { verdict: "read", text: "47", confidence: 0.995 };
  assert.match(spokenWords(reading, phrases), /^Read 4 7\. Almost certain, 99\.5/);
});

test("a refusal is spoken with its advice", () => {
  const reading = { verdict: "nothing", text: "", confidence: 0 };
  assert.match(spokenWords(reading, phrases), /^No digit here\. The picture/);
});

test("an answer in one line has its number, or says that there is none", () => {
  const reading = { verdict: "read", text: "4\n7", confidence: 0.9 };
  assert.equal(shortWords(reading, phrases), "4 7\u200290\u202f%");
  assert.equal(shortWords({ verdict: "nothing" }, phrases), phrases.verdicts.nothing[0]);
});

test("time is told in the page's language, and only where it was measured", () => {
  assert.equal(timeWords(43.4, "en"), "43 ms");
  assert.equal(timeWords(1260, "en"), "1.3 sec");
  assert.equal(timeWords(1260, "de"), "1,3 Sek.");
  assert.equal(timeWords(undefined, "en"), "");
});
