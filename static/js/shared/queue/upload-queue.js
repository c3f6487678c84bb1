/** The list of submitted pictures: a row for each, a few of them sent at a time. */
import { ApiError, renewCsrfToken, tryToDeletePhoto } from "../api.js";
import { find } from "../dom.js";
import { problemText } from "../problem-texts.js";
import { createEntry } from "./queue-entry.js";
import { QueuePause } from "./queue-pause.js";
import { QueueProgress, summaryOf } from "./queue-progress.js";
import {
  afterFailure,
  isPending,
  isRetryable,
  isRetryableCode,
  maxParallel,
  progressOf,
  staysListed,
} from "./retry-policy.js";
import { findRefusal, upload } from "./upload.js";

/** @import { Photo } from "../api.js" */
/** @import { QueueEntry, Status, Submission } from "./retry-policy.js" */

/** @typedef {QueueEntry & { photo: Photo }} AnsweredEntry */

/**
 * @typedef {object} QueueOptions
 * @property {string} url where pictures are saved
 * @property {string} [unsavedUrl] where they are read if they can't be saved
 * @property {number} maxBytes
 * @property {boolean} hasGallery
 * @property {(entry: AnsweredEntry) => void} onSaved
 * @property {(entry: AnsweredEntry) => void} onShow
 * @property {(entries: QueueEntry[]) => void} onIdle with the entries done since the last time
 * @property {(entry: QueueEntry) => void} onPause
 * @property {(entries: QueueEntry[]) => void} [onOffline] with what waits for the server
 * @property {(entry: QueueEntry) => void} [onDone]
 */

export class UploadQueue {
  /**
   * @param {HTMLElement} root
   * @param {QueueOptions} options
   */
  constructor(root, options) {
    this.root = root;
    this.options = options;
    this.hasGallery = options.hasGallery;
    this.isTroubled = false;
    this.list = find(root, "[data-queue]");
    this.spoken = find(root, "[data-queue-spoken]");
    /** @type {QueueEntry[]} */
    this.entries = [];
    /** @type {QueueEntry[]} */
    this.done = [];
    this.pause = new QueuePause(
      () => this.showPause(),
      () => this.resume(),
    );
    this.progress = new QueueProgress(find(root, "[data-progress]"), {
      onCancel: () => this.cancel(...this.entries.filter(isPending)),
      onRetry: () => this.each(isRetryable, (entry) => this.retry(entry)),
    });
    this.handlers = {
      show: (/** @type {QueueEntry} */ entry) =>
        this.show(/** @type {AnsweredEntry} */ (entry)),
      retry: (/** @type {QueueEntry} */ entry) => this.retry(entry),
      cancel: (/** @type {QueueEntry} */ entry) => this.cancel(entry),
    };
    window.addEventListener("beforeunload", (event) => this.warnOfLoss(event));
  }

  /** @param {BeforeUnloadEvent} event */
  warnOfLoss(event) {
    if (this.pending.some(({ isStored }) => !isStored)) event.preventDefault();
  }

  get pending() {
    return this.entries.filter(isPending);
  }

  /** @param {Submission[]} submissions */
  add(submissions) {
    if (!this.entries.some(isPending)) this.clearDone();
    const batch = { hasShown: false };
    const entries = submissions.map((item, i) =>
      // What the model saw costs time: ask for it only where it is shown at once.
      createEntry(this.root, item, { batch, explains: i === 0 }, this.handlers),
    );
    this.list.append(...entries.map((entry) => entry.row.node));
    // A drawing or a photo does not wait for a whole folder.
    if (entries.length === 1) this.entries.unshift(...entries);
    else this.entries.push(...entries);
    this.work();
  }

  clearDone() {
    this.entries = this.entries.filter(staysListed);
    this.list.replaceChildren(...this.entries.map((entry) => entry.row.node));
  }

  /**
   * @param {(entry: QueueEntry) => boolean} test
   * @param {(entry: QueueEntry) => void} act
   */
  each(test, act) {
    this.entries.filter(test).forEach(act);
  }

  work() {
    /** @param {Status} wanted */
    const having = (wanted) => this.entries.filter(({ status }) => status === wanted);
    const max = this.pause.isActive ? 0 : maxParallel(this.hasGallery);
    const free = Math.max(0, max - having("sending").length);
    for (const entry of [...having("paused"), ...having("queued")].slice(0, free)) {
      this.send(entry);
    }
    this.updateProgress();
    if (this.done.length && !this.entries.some(isPending)) this.reportIdle();
  }

  updateProgress() {
    this.progress.update(() => progressOf(this.entries));
  }

  reportIdle() {
    const done = [...new Set(this.done.splice(0))];
    this.spoken.textContent = summaryOf(done, progressOf(this.entries));
    this.options.onIdle(done);
  }

  /** @param {QueueEntry} entry */
  async send(entry) {
    const abort = new AbortController();
    Object.assign(entry, { status: "sending", sent: 0, abort });
    entry.row.showSending();
    try {
      const code = await findRefusal(entry, this.options.maxBytes);
      if (code) throw new ApiError(code);
      await this.finish(entry, await this.upload(entry, abort.signal), abort.signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!abort.signal.aborted) await this.handle(entry, error);
    }
    this.work();
  }

  /**
   * @param {QueueEntry} entry
   * @param {AbortSignal} signal
   */
  upload(entry, signal) {
    const { unsavedUrl, url } = this.options;
    return upload(unsavedUrl ?? url, entry.copy ?? entry.file, entry.name, {
      explains: entry.explains,
      key: entry.key,
      isSaved: unsavedUrl === undefined,
      mayStartGallery: !this.hasGallery,
      signal,
      onProgress: (share) => {
        if (signal.aborted) return;
        entry.sent = share;
        entry.row.showProgress(share);
        this.updateProgress();
      },
    });
  }

  /**
   * @param {QueueEntry} entry
   * @param {Photo} photo
   * @param {AbortSignal} signal
   */
  async finish(entry, photo, signal) {
    this.hasGallery = true;
    this.isTroubled = false;
    // Canceled after it was sent: take it out of the gallery again.
    const { url } = photo;
    if (signal.aborted && (!url || (await tryToDeletePhoto(url)))) return;
    const answered = Object.assign(entry, {
      status: /** @type {Status} */ ("answered"),
      photo,
    });
    entry.row.showReading(photo);
    this.markDone(entry);
    if (url) this.options.onSaved(answered);
    if (!entry.batch.hasShown) this.show(answered);
  }

  /** @param {AnsweredEntry} entry */
  show(entry) {
    entry.batch.hasShown = true;
    for (const other of this.entries) other.row.markSelected(other === entry);
    this.options.onShow(entry);
  }

  /**
   * @param {QueueEntry} entry
   * @param {ApiError} error
   */
  async handle(entry, error) {
    const { code } = error;
    const tries = entry.tries[code] ?? 0;
    const next = afterFailure(error, tries);
    entry.tries[code] = tries + 1;
    entry.failure = code;
    if (next.step === "fail") this.fail(entry, error);
    else if (next.step === "wait") this.wait(entry, next.seconds);
    else await this.renewToken(entry);
  }

  /** @param {QueueEntry} entry */
  markDone(entry) {
    this.done.push(entry);
    this.options.onDone?.(entry);
  }

  /**
   * @param {QueueEntry} entry
   * @param {ApiError} error
   */
  fail(entry, error) {
    entry.status = "failed";
    entry.text = problemText(error);
    entry.row.showFailed(entry.text, isRetryableCode(error.code));
    this.markDone(entry);
    const isScrollable = this.list.scrollHeight > this.list.clientHeight;
    if (isScrollable) this.list.prepend(entry.row.node);
  }

  /**
   * @param {QueueEntry} entry
   * @param {number} seconds
   */
  wait(entry, seconds) {
    entry.status = "paused";
    this.pause.begin(seconds);
    if (entry.failure === "offline") this.options.onOffline?.(this.pending);
    if (this.isTroubled) return;
    this.isTroubled = true;
    this.spoken.textContent = `${entry.name}: ${entry.row.text}`;
    this.options.onPause(entry);
  }

  /**
   * Lost cookies take the gallery along: one picture starts a new one.
   *
   * @param {QueueEntry} entry
   */
  async renewToken(entry) {
    this.hasGallery = false;
    await renewCsrfToken().then(
      () => {
        entry.status = "queued";
      },
      (error) => this.handle(entry, error),
    );
  }

  showPause() {
    this.each(
      ({ status }) => status === "paused",
      (entry) => entry.row.showPaused(entry.failure ?? "", this.pause.secondsLeft),
    );
  }

  resume() {
    this.each(
      ({ status }) => status === "paused",
      (entry) => entry.row.showQueued(),
    );
    this.work();
  }

  /** @param {QueueEntry} entry */
  retry(entry) {
    Object.assign(entry, { status: "queued", tries: {} });
    entry.row.showQueued();
    if (this.pause.isActive) this.pause.end();
    else this.work();
  }

  /** @param {QueueEntry[]} entries */
  cancel(...entries) {
    for (const entry of entries) {
      entry.status = "canceled";
      entry.row.showCanceled();
      entry.abort?.abort();
      this.markDone(entry);
    }
    this.work();
  }

  /** @param {QueueEntry} entry */
  remove(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
    entry.row.node.remove();
    this.updateProgress();
  }
}
