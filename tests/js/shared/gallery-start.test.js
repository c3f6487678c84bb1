import assert from "node:assert/strict";
import test from "node:test";

// A module of its own for each test, as each tab has one.
let tabs = 0;
const openTab = () => import(`../../../static/js/shared/gallery-start.js?${tabs++}`);

// What a browser has for all tabs; without it, `undefined`.
function installLocks(locks) {
  Object.defineProperty(globalThis, "navigator", {
    value: { locks },
    configurable: true,
  });
}

function createLocks() {
  let last = Promise.resolve();
  return {
    request: (_name, hold) => {
      last = last.then(hold);
      return last;
    },
  };
}

// A task that notes when it begins and ends, and how many run at once.
function createTask(log, name, outcome = () => name) {
  return async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push(`${name} ends`);
    return outcome();
  };
}

const IN_TURN = ["a begins", "a ends", "b begins", "b ends"];
const refuse = async () => {
  throw new DOMException("denied", "SecurityError");
};
const fail = () => {
  throw new Error("lost");
};

for (const [kind, locks] of [
  ["without locks", undefined],
  ["with locks", createLocks()],
  ["where locks are denied", { request: refuse }],
]) {
  test(`tasks of one tab run one after the other ${kind}`, async () => {
    installLocks(locks);
    const { takeTurn } = await openTab();
    const log = [];
    const answers = [takeTurn(createTask(log, "a")), takeTurn(createTask(log, "b"))];
    assert.deepEqual(await Promise.all(answers), ["a", "b"]);
    assert.deepEqual(log, IN_TURN);
  });

  test(`a task that fails lets the next one run ${kind}`, async () => {
    installLocks(locks);
    const { takeTurn } = await openTab();
    const failed = takeTurn(createTask([], "a", fail));
    const next = takeTurn(createTask([], "b"));
    await assert.rejects(failed, /lost/);
    assert.equal(await next, "b");
  });
}

test("tasks of two tabs run one after the other", async () => {
  installLocks(createLocks());
  const [one, other] = [await openTab(), await openTab()];
  const log = [];
  await Promise.all([
    one.takeTurn(createTask(log, "a")),
    other.takeTurn(createTask(log, "b")),
  ]);
  assert.deepEqual(log, IN_TURN);
});
