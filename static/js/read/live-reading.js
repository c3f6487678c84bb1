/** Reads a picture while it changes: the newest answer wins, older ones are dropped. */

/** @import { Reading } from "../shared/api.js" */
/** @import { LiveSource } from "../shared/drawing/drawing-pad.js" */

/** @typedef {{ reading: Reading, blob: Blob, source: LiveSource }} LiveResult */

/**
 * @typedef {object} LiveReadingOptions
 * @property {(blob: Blob, signal: AbortSignal) => Promise<Reading>} request
 * @property {(result: LiveResult) => void} onReading
 * @property {(result: LiveResult, signal: AbortSignal) => void} onSettled once nothing has changed for a while
 * @property {(error: any, source: LiveSource, isAskedAgain: boolean) => void} onError
 */

export const REST_MS = 8;
export const SETTLED_MS = 600;
export const MAX_TRIES = 10;

export class LiveReading {
  /** @param {LiveReadingOptions} options */
  constructor(options) {
    this.options = options;
    this.task = new AbortController();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.failures = 0;
  }

  /** Abort what is under way: it is about an older picture. */
  stop() {
    clearTimeout(this.timer);
    this.task.abort();
    this.task = new AbortController();
  }

  /**
   * @param {LiveSource} source
   * @param {number} [restMs] to wait for further changes
   */
  read(source, restMs = REST_MS) {
    this.failures = 0;
    this.schedule(source, restMs);
  }

  /**
   * @param {LiveSource} source
   * @param {number} delayMs
   */
  schedule(source, delayMs) {
    this.stop();
    const { signal } = this.task;
    this.timer = setTimeout(() => this.request(source, signal), delayMs);
  }

  /**
   * @param {LiveSource} source
   * @param {AbortSignal} signal
   */
  async request(source, signal) {
    try {
      const blob = await source.toBlob();
      if (signal.aborted) return;
      const reading = await this.options.request(blob, signal);
      if (signal.aborted) return;
      this.report({ reading, blob, source }, signal);
    } catch (error) {
      if (!signal.aborted) this.reportError(error, source);
    }
  }

  /**
   * @param {LiveResult} result
   * @param {AbortSignal} signal
   */
  report(result, signal) {
    this.options.onReading(result);
    this.timer = setTimeout(() => this.options.onSettled(result, signal), SETTLED_MS);
  }

  /**
   * A server that says when to come back is asked again then, but not for ever.
   *
   * @param {any} error
   * @param {LiveSource} source
   */
  reportError(error, source) {
    this.failures += 1;
    const isAskedAgain = Boolean(error.seconds) && this.failures < MAX_TRIES;
    if (isAskedAgain) this.schedule(source, error.seconds * 1000);
    this.options.onError(error, source, isAskedAgain);
  }
}
