import assert from "node:assert/strict";
import test from "node:test";
import { Outbox } from "../../../static/js/offline/outbox.js";
import { installIndexedDb } from "../support/fake-indexed-db.js";

const drawing = { file: new Blob(["7"]), name: "Drawing", isDrawn: true };

// A page that is closed at the end of its test no longer answers.
function open(t) {
  const outbox = new Outbox();
  t.after(() => outbox.channel?.close());
  return outbox;
}

test("a picture is stored until it is removed", async (t) => {
  installIndexedDb();
  const outbox = open(t);
  const id = await outbox.add(drawing);
  assert.equal(await outbox.count(), 1);
  await outbox.remove(id);
  assert.equal(await outbox.count(), 0);
});

test("a browser without space refuses", async (t) => {
  installIndexedDb({ isFull: true });
  await assert.rejects(open(t).add(drawing), /QuotaExceeded/);
});

test("what a closed page stored is claimed once, and stays stored", async (t) => {
  const rows = installIndexedDb();
  const closed = new Outbox();
  const id = await closed.add(drawing, true);
  closed.channel.close();
  const outbox = open(t);
  const [claimed, ...others] = await outbox.claim();
  assert.deepEqual([claimed.id, claimed.name, claimed.isDrawn], [id, "Drawing", true]);
  assert.deepEqual(others, []);
  assert.deepEqual(await outbox.claim(), []);
  assert.equal(rows.get(id).owner, outbox.pageId);
});

test("what an open page tries to send is left to it", async (t) => {
  installIndexedDb();
  await open(t).add(drawing, true);
  assert.deepEqual(await open(t).claim(), []);
});

test("what belongs to no page is claimed", async (t) => {
  installIndexedDb();
  await open(t).add(drawing);
  assert.equal((await open(t).claim()).length, 1);
});

test("an empty outbox asks no other page", async (t) => {
  installIndexedDb();
  const outbox = open(t);
  assert.deepEqual(await outbox.claim(), []);
  assert.equal(outbox.channel, null);
});
