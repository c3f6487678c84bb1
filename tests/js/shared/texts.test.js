import assert from "node:assert/strict";
import test from "node:test";
import { values } from "../support/catalog.js";

const {
  fill,
  formatDuration,
  formatList,
  formatNumber,
  formatPercent,
  gettext,
  ngettext,
  oneLine,
} = await import("../../../static/js/shared/texts.js");

test("percent is written as Python writes it", () => {
  for (const [value, english, german] of values.percent) {
    assert.equal(formatPercent(value, "en"), english);
    assert.equal(formatPercent(value, "de"), german);
  }
});

test("a text is filled, and what it lacks stays visible", () => {
  assert.equal(fill("{a} and {b}", { a: 1 }), "1 and {b}");
});

test("numbers are written as a language does", () => {
  assert.equal(formatNumber(2000, "en"), "2,000");
  assert.equal(formatNumber(2000, "de"), "2.000");
  assert.equal(fill("{count}", { count: 2000 }), "2,000");
  assert.equal(fill("{count}", { count: "2000" }), "2000");
});

test("without a catalog texts are English", () => {
  assert.equal(gettext("Waiting"), "Waiting");
  assert.equal(ngettext("one", "{count} in all", 1), "one");
  assert.equal(ngettext("one", "{count} in all", 3), "{count} in all");
});

test("a list is written as a language does", () => {
  assert.equal(formatList(["a"], "en"), "a");
  assert.equal(formatList(["a", "b", "c"], "en"), "a, b, c");
});

test("time is written as a language does", () => {
  assert.equal(formatDuration(43.4, "en"), "43 ms");
  assert.equal(formatDuration(1260, "en"), "1.3 sec");
  assert.equal(formatDuration(1260, "de"), "1,3 Sek.");
});

test("lines become one line", () => {
  assert.equal(oneLine("12\n047"), "12 047");
});
