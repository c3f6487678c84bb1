import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Live, SETTLED_MS } from "./live.js";

const source = (name) => ({ toBlob: async () => name });

// Answers each picture after a while, unless its question was aborted.
function build({ answer = async (blob) => `read ${blob}` } = {}) {
  const log = { asked: [], aborted: [], told: [], settled: [], problems: [] };
  const live = new Live({
    ask: async (blob, signal) => {
      log.asked.push(blob);
      signal.addEventListener("abort", () => log.aborted.push(blob));
      await pause(20);
      return answer(blob);
    },
    onReading: ({ reading }) => log.told.push(reading),
    onSettled: ({ reading }) => log.settled.push(reading),
    onProblem: (problem) => log.problems.push(problem),
  });
  return { live, log };
}

test("changes in quick succession are asked about once", async () => {
  const { live, log } = build();
  ["a", "b", "c"].forEach((name) => live.read(source(name), 5));
  await pause(80);
  assert.deepEqual(log.asked, ["c"]);
  assert.deepEqual(log.told, ["read c"]);
});

test("a question that a change made stale is aborted and its answer dropped", async () => {
  const { live, log } = build();
  live.read(source("old"), 0);
  await pause(10);
  live.read(source("new"), 0);
  await pause(80);
  assert.deepEqual(log.aborted, ["old"]);
  assert.deepEqual(log.told, ["read new"]);
});

test("what settles is told once, and not while changes go on", async () => {
  const { live, log } = build();
  live.read(source("a"), 0);
  await pause(60);
  live.read(source("b"), 0);
  await pause(60 + SETTLED_MS);
  assert.deepEqual(log.told, ["read a", "read b"]);
  assert.deepEqual(log.settled, ["read b"]);
});

test("a failure is told, that of a stopped question is not", async () => {
  const { live, log } = build({ answer: (blob) => { throw new Error(blob); } });
  live.read(source("a"), 0);
  await pause(10);
  live.stop();
  live.read(source("b"), 0);
  await pause(80);
  assert.deepEqual(log.problems.map(({ message }) => message), ["b"]);
});

test("a server that says when is asked again then", async () => {
  let isBusy = true;
  const answer = (blob) => {
    if (!isBusy) return blob;
    isBusy = false;
    throw Object.assign(new Error("busy"), { seconds: 0.05 });
  };
  const { live, log } = build({ answer });
  live.read(source("a"), 0);
  await pause(200);
  assert.deepEqual(log.told, ["a"]);
  assert.equal(log.problems.length, 1);
});
