import assert from "node:assert/strict";
import test from "node:test";
import { findBase64, findImage } from "../../../static/js/read/pasted-images.js";

test("a picture is found in a data URL, in a copied page, or bare", () => {
  assert.equal(findBase64("data:image/png;base64,iVBO Rw=="), "iVBORw==");
  assert.equal(
    findBase64('<p><img src="data:image/jpeg;base64,/9j/AA==">'),
    "/9j/AA==",
  );
  assert.equal(findBase64("iVBORw0KGgoAAAA\nNSUhEUg=="), "iVBORw0KGgoAAAANSUhEUg==");
});

test("other text is no picture", () => {
  const texts = ["", "47", "data:text/plain;base64,AAAA", "https://example.org/a.png"];
  for (const text of texts) assert.equal(findBase64(text), "");
});

test("a picture as text becomes bytes, and broken base64 nothing", async () => {
  const blob = findImage("", "data:image/png;base64,aGk=");
  assert.equal(await blob.text(), "hi");
  assert.equal(findImage("data:image/png;base64,aGk=x="), null);
});
