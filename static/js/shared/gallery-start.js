/** Turns of the requests that may create this browser's gallery: two at once create two. */

const LOCK = "digitsite-gallery";

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Run a task once all earlier ones are done, those of other tabs included.
 *
 * @template T
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export function takeTurn(task) {
  const turn = last.then(async () => {
    const giveBack = await waitForTabs();
    try {
      return await task();
    } finally {
      giveBack();
    }
  });
  last = turn.catch(() => {});
  return turn;
}

/**
 * Wait for other tabs, where the browser has locks: with HTTPS, and on this machine.
 *
 * @returns {Promise<() => void>} what lets another tab go on
 */
function waitForTabs() {
  return new Promise((resolve) => {
    const goAlone = () => resolve(() => {});
    if (!navigator.locks) goAlone();
    else navigator.locks.request(LOCK, () => hold(resolve)).catch(goAlone);
  });
}

/** @param {(giveBack: () => void) => void} onHeld */
function hold(onHeld) {
  return new Promise((resolve) => {
    onHeld(() => resolve(null));
  });
}
