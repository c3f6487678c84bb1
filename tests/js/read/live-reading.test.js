import assert from "node:assert/strict";
import test from "node:test";
import { LiveReading, MAX_TRIES } from "../../../static/js/read/live-reading.js";

const source = (name) => ({ toBlob: async () => name });

// Each question is answered, or refused, when the test says so.
function build() {
  const log = {
    asked: [],
    aborted: [],
    readings: [],
    settled: [],
    problems: [],
    asksAgain: [],
  };
  const waiting = {};
  const live = new LiveReading({
    request: (blob, signal) => {
      log.asked.push(blob);
      signal.addEventListener("abort", () => log.aborted.push(blob));
      return new Promise((answer, refuse) => {
        waiting[blob] = { answer, refuse };
      });
    },
    onReading: ({ reading }) => log.readings.push(reading),
    onSettled: ({ reading }) => log.settled.push(reading),
    onError: (problem, _, isAskedAgain) => {
      log.problems.push(problem.message);
      log.asksAgain.push(isAskedAgain);
    },
  });
  return { live, log, waiting };
}

// However slow the machine is.
async function until(isSo) {
  while (!isSo())
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
}

test("changes in quick succession are asked about once", async () => {
  const { live, log } = build();
  for (const name of ["a", "b", "c"]) live.read(source(name));
  await until(() => log.asked.length);
  assert.deepEqual(log.asked, ["c"]);
});

test("a question that a change made stale is aborted and its answer dropped", async () => {
  const { live, log, waiting } = build();
  live.read(source("old"), 0);
  await until(() => waiting.old);
  live.read(source("new"), 0);
  assert.deepEqual(log.aborted, ["old"]);
  waiting.old.answer("stale");
  await until(() => waiting.new);
  waiting.new.answer("fresh");
  await until(() => log.readings.length);
  assert.deepEqual(log.readings, ["fresh"]);
});

test("what settles is reported once, and not while changes go on", async () => {
  const { live, log, waiting } = build();
  for (const name of ["a", "b"]) {
    live.read(source(name), 0);
    await until(() => waiting[name]);
    waiting[name].answer(`read ${name}`);
    await until(() => log.readings.includes(`read ${name}`));
  }
  await until(() => log.settled.length);
  assert.deepEqual(log.settled, ["read b"]);
});

test("a failure is reported, that of a stopped question is not", async () => {
  const { live, log, waiting } = build();
  live.read(source("a"), 0);
  await until(() => waiting.a);
  live.stop();
  waiting.a.refuse(new Error("stopped"));
  live.read(source("b"), 0);
  await until(() => waiting.b);
  waiting.b.refuse(new Error("failed"));
  await until(() => log.problems.length);
  assert.deepEqual(log.problems, ["failed"]);
});

test("a server that says when is asked again then", async () => {
  const { live, log, waiting } = build();
  live.read(source("a"), 0);
  await until(() => waiting.a);
  waiting.a.refuse(Object.assign(new Error("busy"), { seconds: 0.01 }));
  await until(() => log.asked.length === 2);
  waiting.a.answer("read a");
  await until(() => log.readings.length);
  assert.deepEqual(log.problems, ["busy"]);
  assert.deepEqual(log.asksAgain, [true]);
});

test("a server that is busy for long is not asked for ever, and asked by a change", async () => {
  const { live, log, waiting } = build();
  live.read(source("a"), 0);
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    await until(() => log.asked.length === tries);
    waiting.a.refuse(Object.assign(new Error("busy"), { seconds: 0.001 }));
    await until(() => log.problems.length === tries);
  }
  assert.equal(log.asksAgain.indexOf(false), MAX_TRIES - 1);
  live.read(source("b"), 0);
  await until(() => waiting.b);
  waiting.b.refuse(Object.assign(new Error("busy"), { seconds: 60 }));
  await until(() => log.problems.length > MAX_TRIES);
  assert.equal(log.asksAgain.at(-1), true);
  live.stop();
});
