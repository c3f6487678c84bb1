/** A deletion that waits a while and can be undone; no DOM. */

/**
 * What is deleted together, with whatever the page needs afterwards.
 *
 * @typedef {{ ids: string[] }} Batch
 */

/**
 * @template {Batch} T
 * @typedef {object} DeletionHooks
 * @property {(batch: T) => Promise<number>} send deletes; returns how many were still there
 * @property {(batch: T) => void} sendOnUnload deletes without an answer
 * @property {() => void} onUndoExpired
 * @property {(batch: T, count: number) => void} onDeleted
 * @property {(batch: T, error: any) => void} onFailed
 */

/** @template {Batch} T */
export class UndoableDeletion {
  /**
   * @param {DeletionHooks<T>} hooks
   * @param {number} [waitMs]
   */
  constructor(hooks, waitMs = 10_000) {
    this.hooks = hooks;
    this.waitMs = waitMs;
    /** @type {T | null} */
    this.waiting = null;
    /** @type {Promise<unknown>} */
    this.sending = Promise.resolve();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {T} batch */
  begin(batch) {
    this.commit();
    this.waiting = batch;
    this.timer = setTimeout(() => this.commit(), this.waitMs);
  }

  /**
   * Stop waiting.
   *
   * @returns {T | null} what was about to be deleted
   */
  undo() {
    const batch = this.waiting;
    clearTimeout(this.timer);
    this.waiting = null;
    return batch;
  }

  /** Delete at once; settles when everything begun so far has succeeded or failed. */
  commit() {
    const batch = this.undo();
    if (batch) {
      this.hooks.onUndoExpired();
      this.sending = Promise.all([this.sending, this.send(batch)]);
    }
    return this.sending;
  }

  /** @param {T} batch */
  async send(batch) {
    let count = 0;
    try {
      count = await this.hooks.send(batch);
    } catch (error) {
      this.hooks.onFailed(batch, error);
      return;
    }
    this.hooks.onDeleted(batch, count);
  }

  /** Delete while the page is closed. */
  commitOnUnload() {
    const batch = this.undo();
    if (!batch) return;
    // The browser may bring the page back.
    this.hooks.onUndoExpired();
    this.hooks.sendOnUnload(batch);
  }
}
