import assert from "node:assert/strict";
import test from "node:test";
import {
  findPictures,
  isImageFile,
  itemsOf,
} from "../../../static/js/read/dropped-files.js";

const fileEntry = (name, type = "") => ({
  name,
  isFile: true,
  file: (done) => done(new File(["x"], name, { type })),
});

// Hands out two entries at a time, as browsers hand out a hundred.
function folderEntry(name, children) {
  const createReader = () => {
    const left = [...children];
    return { readEntries: (done) => done(left.splice(0, 2)) };
  };
  return { name, isDirectory: true, createReader };
}

const dropped = (entry) => [{ entry, file: null }];
const namesOf = ({ pictures }) => pictures.map(({ name }) => name);

test("pictures of a folder are found by type or name", () => {
  const isFound = (name, type = "") => isImageFile({ name, type });
  assert.ok(isFound("a.HEIC") && isFound("b", "image/png"));
  assert.ok(!isFound("Thumbs.db") && !isFound("._a.jpg") && !isFound("c.pdf"));
});

test("only files of a drop are items", () => {
  const file = new File([], "a.png");
  const items = [
    { kind: "string" },
    { kind: "file", getAsFile: () => file, webkitGetAsEntry: () => null },
  ];
  assert.deepEqual(itemsOf({ items }), [{ entry: null, file }]);
});

test("a dropped file is taken whatever it is", async () => {
  const file = new File([], "notes.txt");
  const found = await findPictures([{ entry: fileEntry("notes.txt"), file }]);
  assert.deepEqual(namesOf(found), ["notes.txt"]);
  assert.equal(found.others, 0);
});

test("a folder gives its pictures in order of their numbers, others are counted", async () => {
  const names = ["10.png", "9.png", "notes.txt", "1.png", ".hidden.png"];
  const folder = folderEntry(
    "scans",
    names.map((name) => fileEntry(name)),
  );
  const found = await findPictures(dropped(folder));
  assert.deepEqual(namesOf(found), ["1.png", "9.png", "10.png"]);
  assert.equal(found.others, 2);
});

test("folders in folders are opened, to a limit", async () => {
  let folder = folderEntry("deepest", [fileEntry("a.png")]);
  for (let depth = 0; depth < 8; depth += 1) folder = folderEntry("f", [folder]);
  assert.deepEqual(namesOf(await findPictures(dropped(folder))), ["a.png"]);
  folder = folderEntry("f", [folder]);
  assert.equal((await findPictures(dropped(folder))).pictures[0].code, "folder_empty");
});

test("a folder without pictures is a refusal by its name", async () => {
  const folder = folderEntry("letters", [fileEntry("a.txt")]);
  const [{ code, name }] = (await findPictures(dropped(folder))).pictures;
  assert.deepEqual([code, name], ["folder", "letters"]);
});

test("what can't be opened is left out", async () => {
  const broken = { name: "a.png", isFile: true, file: (_done, fail) => fail() };
  const unreadable = {
    name: "f",
    isDirectory: true,
    createReader: () => ({ readEntries: (_done, fail) => fail() }),
  };
  const folder = folderEntry("scans", [broken, unreadable, fileEntry("b.png")]);
  assert.deepEqual(namesOf(await findPictures(dropped(folder))), ["b.png"]);
});
