import assert from "node:assert/strict";
import test from "node:test";
import { FileIntake } from "../../../static/js/read/file-intake.js";
import { eventWith, FakeElement, installDom } from "../support/fake-dom.js";

const PICTURE = "data:image/png;base64,aGk=";

// A page with its intake; `submitted` grows as pictures are given.
function open() {
  const overlay = new FakeElement();
  const [notice, input, paste] = [1, 2, 3].map(() => new FakeElement());
  const page = installDom({ "[data-drop-veil]": [overlay] });
  const submitted = [];
  const root = new FakeElement({
    "[data-intake-notice]": [notice],
    "[data-files]": [input],
    "[data-paste]": [paste],
  });
  new FileIntake(root, (submissions) => submitted.push(...submissions));
  return { input, notice, overlay, page, paste, submitted };
}

function transfer({ files = [], texts = {}, types = ["Files"] }) {
  const items = files.map((file) => ({ kind: "file", getAsFile: () => file }));
  return { files, items, types, getData: (type) => texts[type] ?? "" };
}

async function drop(page, content) {
  const event = eventWith("drop", { dataTransfer: transfer(content) });
  page.dispatchEvent(event);
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  return event;
}

test("chosen files are submitted, and can be chosen again", () => {
  const { input, submitted } = open();
  const file = new File(["x"], "a.png");
  Object.assign(input, { files: [file], value: "a.png" });
  input.dispatchEvent(new Event("change"));
  assert.deepEqual(submitted, [{ file, name: "a.png" }]);
  assert.equal(input.value, "");
});

test("dropped files are submitted, and the overlay goes", async () => {
  const { overlay, page, submitted } = open();
  overlay.hidden = false;
  const event = await drop(page, { files: [new File(["x"], "a.png")] });
  assert.deepEqual(
    submitted.map(({ name }) => name),
    ["a.png"],
  );
  assert.ok(overlay.hidden);
  assert.ok(event.defaultPrevented);
});

test("a picture that is dropped as text is submitted", async () => {
  const { page, submitted } = open();
  const texts = { "text/html": `<img src="${PICTURE}">` };
  await drop(page, { texts, types: ["text/uri-list"] });
  assert.equal(submitted[0].name, "Dropped picture");
  assert.equal(await submitted[0].file.text(), "hi");
});

test("a dropped link is refused with a reason", async () => {
  const { notice, page, submitted } = open();
  const texts = { "text/plain": "https://example.org/a.png" };
  await drop(page, { texts, types: ["text/uri-list"] });
  assert.deepEqual(submitted, []);
  assert.match(notice.textContent, /^This is a link or text/);
  assert.ok(notice.classList.contains("notice-failed"));
});

test("the page's own pictures and plain text are not dropped on it", async () => {
  const { page, submitted } = open();
  const files = [new File(["x"], "a.png")];
  page.dispatchEvent(new Event("dragstart"));
  assert.ok(!(await drop(page, { files })).defaultPrevented);
  page.dispatchEvent(new Event("dragend"));
  assert.ok(!(await drop(page, { files, types: ["text/plain"] })).defaultPrevented);
  assert.deepEqual(submitted, []);
});

test("a pasted file is submitted under a name of its own", () => {
  const { page, submitted } = open();
  const file = new File(["x"], "image.png");
  page.dispatchEvent(
    eventWith("paste", { clipboardData: transfer({ files: [file] }) }),
  );
  assert.deepEqual(submitted, [{ file, name: "Pasted picture" }]);
});

test("pasted text without a picture is refused with a reason", () => {
  const { notice, page, submitted } = open();
  const clipboardData = transfer({ texts: { "text/plain": "47" } });
  page.dispatchEvent(eventWith("paste", { clipboardData }));
  assert.deepEqual(submitted, []);
  assert.match(notice.textContent, /no picture on the clipboard/);
});

test("without a clipboard to read there is no button", () => {
  assert.ok(open().paste.hidden);
});
