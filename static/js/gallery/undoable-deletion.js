// A deletion that waits a while and can be undone; nothing here knows the page.

export class UndoableDeletion {
  // hooks: send(batch) and sendAtLast(batch) delete; onClosed() when it is too late to undo;
  // onSettled(batch, answer, problem).
  constructor(hooks, waitMs = 10_000) {
    Object.assign(this, hooks);
    this.waitMs = waitMs;
    this.waiting = null;
    this.sending = Promise.resolve();
  }

  // A batch is { ids } and whatever the page wants to know of it afterwards.
  begin(batch) {
    this.commit();
    this.waiting = batch;
    this.timer = setTimeout(() => this.commit(), this.waitMs);
  }

  take() {
    const batch = this.waiting;
    clearTimeout(this.timer);
    this.waiting = null;
    return batch;
  }

  // Returns what comes back.
  undo() {
    return this.take();
  }

  // Settles when everything begun so far is deleted, or known not to be.
  commit() {
    const batch = this.take();
    if (batch) {
      this.onClosed();
      this.sending = Promise.all([this.sending, this.settle(batch)]);
    }
    return this.sending;
  }

  async settle(batch) {
    try {
      this.onSettled(batch, await this.send(batch), null);
    } catch (problem) {
      this.onSettled(batch, null, problem);
    }
  }

  // The page goes away: nobody is left to hear an answer.
  leave() {
    const batch = this.take();
    if (batch) this.sendAtLast(batch);
  }
}
