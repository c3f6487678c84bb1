// Reads what changes while it changes: the newest answer wins, stale ones are dropped.

export const REST_MS = 8;
export const SETTLED_MS = 600;

export class LiveReading {
  // options: ask(blob, signal), onReading(told), onSettled(told, signal),
  // onProblem(problem, source). `told` is {reading, blob, source}.
  constructor(options) {
    Object.assign(this, options);
    this.task = new AbortController();
    this.timer = 0;
  }

  // Whatever is under way is about an older picture.
  stop() {
    clearTimeout(this.timer);
    this.task.abort();
    this.task = new AbortController();
  }

  // A source makes its picture with toBlob() once the hand has rested.
  read(source, restMs = REST_MS) {
    this.stop();
    const { signal } = this.task;
    this.timer = setTimeout(() => this.work(source, signal), restMs);
  }

  async work(source, signal) {
    try {
      const blob = await source.toBlob();
      if (signal.aborted) return;
      const reading = await this.ask(blob, signal);
      if (signal.aborted) return;
      this.tell({ reading, blob, source }, signal);
    } catch (problem) {
      if (!signal.aborted) this.fail(problem, source);
    }
  }

  // What costs more, or would disturb, waits until nothing has changed for a while.
  tell(told, signal) {
    this.onReading(told);
    this.timer = setTimeout(() => this.onSettled(told, signal), SETTLED_MS);
  }

  // A server that says when to come back is asked again then.
  fail(problem, source) {
    if (problem.seconds) this.read(source, problem.seconds * 1000);
    this.onProblem(problem, source);
  }
}
