import assert from "node:assert/strict";
import test from "node:test";
import { UndoableDeletion } from "../../../static/js/gallery/undoable-deletion.js";

// A deletion whose every step is noted; `send` may fail.
function noted(send = async ({ ids }) => ids.length) {
  const notes = [];
  const deletion = new UndoableDeletion({
    send: (batch) => {
      notes.push(["send", ...batch.ids]);
      return send(batch);
    },
    sendOnUnload: ({ ids }) => notes.push(["last", ...ids]),
    onUndoExpired: () => notes.push(["closed"]),
    onDeleted: (_batch, count) => notes.push(["deleted", count]),
    onFailed: (_batch, error) => notes.push(["failed", error]),
  });
  return { notes, deletion };
}

test("after a while it is sent", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { notes, deletion } = noted();
  deletion.begin({ ids: ["a", "b"] });
  t.mock.timers.tick(9_999);
  assert.deepEqual(notes, []);
  t.mock.timers.tick(1);
  await deletion.sending;
  assert.deepEqual(notes, [["closed"], ["send", "a", "b"], ["deleted", 2]]);
});

test("undone, nothing is ever sent", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { notes, deletion } = noted();
  const batch = { ids: ["a"] };
  deletion.begin(batch);
  assert.equal(deletion.undo(), batch);
  assert.equal(deletion.undo(), null);
  t.mock.timers.tick(20_000);
  deletion.commitOnUnload();
  assert.deepEqual(notes, []);
});

test("a second one sends the first at once", async () => {
  const { notes, deletion } = noted();
  deletion.begin({ ids: ["a"] });
  deletion.begin({ ids: ["b"] });
  assert.deepEqual(notes, [["closed"], ["send", "a"]]);
  assert.deepEqual(deletion.undo().ids, ["b"]);
  await deletion.sending;
});

test("left alone, it is sent without waiting for an answer, and once", () => {
  const { notes, deletion } = noted();
  deletion.begin({ ids: ["a"] });
  deletion.commitOnUnload();
  deletion.commitOnUnload();
  assert.deepEqual(notes, [["closed"], ["last", "a"]]);
});

test("a failure is reported with what has to come back", async () => {
  const problem = new Error("offline");
  const { notes, deletion } = noted(async () => {
    throw problem;
  });
  deletion.begin({ ids: ["a"] });
  await deletion.commit();
  assert.deepEqual(notes.at(-1), ["failed", problem]);
});
