import assert from "node:assert/strict";
import test from "node:test";
import { base64In, pictureIn } from "../../../static/js/read/pasted-images.js";
import { isPicture } from "../../../static/js/read/dropped-files.js";

test("a picture is found in a data URL, in a copied page, or bare", () => {
  assert.equal(base64In("data:image/png;base64,iVBO Rw=="), "iVBORw==");
  assert.equal(base64In('<p><img src="data:image/jpeg;base64,/9j/AA==">'), "/9j/AA==");
  assert.equal(base64In("iVBORw0KGgoAAAA\nNSUhEUg=="), "iVBORw0KGgoAAAANSUhEUg==");
});

test("other text is no picture", () => {
  ["", "47", "data:text/plain;base64,AAAA", "https://example.org/a.png"]
    .forEach((text) => assert.equal(base64In(text), ""));
});

test("a picture as text becomes bytes, and broken base64 nothing", async () => {
  const blob = pictureIn("", "data:image/png;base64,aGk=");
  assert.equal(await blob.text(), "hi");
  assert.equal(pictureIn("data:image/png;base64,aGk=x="), null);
});

test("pictures of a folder are told by type or name", () => {
  const isKept = (name, type = "") => isPicture({ name, type });
  assert.ok(isKept("a.HEIC") && isKept("b", "image/png"));
  assert.ok(!isKept("Thumbs.db") && !isKept("._a.jpg") && !isKept("c.pdf"));
});
