// The list of what was given: one row each, a few on their way at a time.
import { deletePhoto, Problem, renewToken } from "../api.js";
import { QueuePause } from "./queue-pause.js";
import {
  afterFailure, isKept, isPending, isRetryable, isWorthRetry, megabytes, mostAtOnce,
  refusalOf, tallyOf,
} from "./retry-policy.js";
import { QueueRow } from "./queue-row.js";
import { QueueProgress } from "./queue-progress.js";
import { upload } from "./upload.js";
import { problemWords } from "../texts.js";

export class UploadQueue {
  // options: url, maxBytes, isJoined, phrases, onKept(entry), onShow(entry),
  // onRest(entries settled since the last rest), onTrouble(entry); where what waits can
  // be kept: onWait(entries), onSettled(entry)
  constructor(root, options) {
    Object.assign(this, options);
    this.root = root;
    this.list = root.querySelector("[data-queue]");
    this.template = root.querySelector("[data-queue-template]");
    this.spoken = root.querySelector("[data-queue-spoken]");
    this.entries = [];
    this.settled = [];
    this.pause = new QueuePause(() => this.tick(), () => this.resume());
    this.tally = new QueueProgress(root.querySelector("[data-tally]"), this.phrases, {
      cancel: () => this.each(isPending, (entry) => this.cancel(entry)),
      retry: () => this.each(isRetryable, (entry) => this.retry(entry)),
    });
    window.addEventListener("beforeunload", (event) => {
      const isLost = (entry) => isPending(entry) && !entry.isSafe;
      if (this.entries.some(isLost)) event.preventDefault();
    });
  }

  add(entries) {
    if (!this.entries.some(isPending)) this.tidy();
    const batch = { hasShown: false };
    entries.forEach((entry, i) => this.prepare(entry, batch, i === 0));
    this.list.append(...entries.map((entry) => entry.row.node));
    // A drawing or a photo does not wait behind a whole folder.
    if (entries.length === 1) this.entries.unshift(...entries);
    else this.entries.push(...entries);
    this.work();
  }

  // What failed for good was told; what may still be sent stays.
  tidy() {
    this.entries = this.entries.filter(isKept);
    this.list.replaceChildren(...this.entries.map((entry) => entry.row.node));
  }

  prepare(entry, batch, isFirst) {
    // What the model saw costs time; only what is shown by itself is worth it.
    Object.assign(entry, { status: "queued", tries: {}, batch, explains: isFirst });
    entry.row = new QueueRow(this.template, entry.name, this.phrases, {
      show: () => this.show(entry),
      retry: () => this.retry(entry),
      cancel: () => this.cancel(entry),
    });
  }

  each(test, act) {
    this.entries.filter(test).forEach(act);
  }

  work() {
    const at = (status) => this.entries.filter((entry) => entry.status === status);
    const most = this.pause.isOn ? 0 : mostAtOnce(this.isJoined);
    const free = Math.max(0, most - at("sending").length);
    [...at("paused"), ...at("queued")].slice(0, free).forEach((entry) => this.send(entry));
    this.tally.show(() => tallyOf(this.entries));
    if (this.settled.length && !this.entries.some(isPending)) this.rest();
  }

  rest() {
    const settled = [...new Set(this.settled.splice(0))];
    this.spoken.textContent = this.summary(settled);
    this.onRest(settled);
  }

  summary(settled) {
    const failed = settled.filter(({ status }) => status === "failed")
      .map(({ name, words }) => `${name}: ${words}`);
    const counts = settled.length > 1 ? [this.tally.words(tallyOf(this.entries))] : [];
    return [...counts, ...failed].join(". ");
  }

  async send(entry) {
    const code = refusalOf(entry, this.maxBytes);
    const abort = new AbortController();
    Object.assign(entry, { status: "sending", sent: 0, abort });
    entry.row.send();
    try {
      if (code) throw new Problem(code);
      await this.settle(entry, await this.upload(entry, abort.signal), abort.signal);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!abort.signal.aborted) await this.handle(entry, problem);
    }
    this.work();
  }

  upload(entry, signal) {
    return upload(this.url, entry.file, entry.name, {
      explains: entry.explains,
      signal,
      onProgress: (share) => {
        if (signal.aborted) return;
        entry.sent = share;
        entry.row.progress(share);
        this.tally.show(() => tallyOf(this.entries));
      },
    });
  }

  async settle(entry, photo, signal) {
    this.isJoined = true;
    this.isTroubled = false;
    if (signal.aborted && await isWithdrawn(photo)) return;
    Object.assign(entry, { status: "answered", photo });
    entry.row.answer(photo.reading);
    this.note(entry);
    this.onKept(entry);
    if (!entry.batch.hasShown) this.show(entry);
  }

  show(entry) {
    entry.batch.hasShown = true;
    this.entries.forEach((other) => other.row.choose(other === entry));
    this.onShow(entry);
  }

  async handle(entry, problem) {
    const { code } = problem;
    const tries = entry.tries[code] ?? 0;
    const { step, seconds } = afterFailure(problem, tries);
    entry.tries[code] = tries + 1;
    entry.failure = code;
    if (step === "fail") this.fail(entry, problem);
    else if (step === "wait") this.hold(entry, seconds);
    else await this.renew(entry);
  }

  note(entry) {
    this.settled.push(entry);
    this.onSettled?.(entry);
  }

  fail(entry, problem) {
    const limit = megabytes(this.maxBytes);
    entry.status = "failed";
    entry.words = problemWords(problem, this.phrases, limit);
    entry.row.fail(problem, limit, isWorthRetry(problem.code));
    this.note(entry);
    const isOutOfSight = this.list.scrollHeight > this.list.clientHeight;
    if (isOutOfSight) this.list.prepend(entry.row.node);
  }

  hold(entry, seconds) {
    entry.status = "paused";
    this.pause.begin(seconds);
    if (entry.failure === "offline") this.onWait?.(this.entries.filter(isPending));
    if (this.isTroubled) return;
    this.isTroubled = true;
    this.spoken.textContent = `${entry.name}: ${entry.row.part("state").textContent}`;
    this.onTrouble(entry);
  }

  // Cookies that went take the gallery along: one picture begins it anew.
  async renew(entry) {
    this.isJoined = false;
    await renewToken().then(() => { entry.status = "queued"; },
      (problem) => this.handle(entry, problem));
  }

  tick() {
    this.each(({ status }) => status === "paused",
      (entry) => entry.row.pause(entry.failure, this.pause.seconds));
  }

  resume() {
    this.each(({ status }) => status === "paused", (entry) => entry.row.wait());
    this.work();
  }

  retry(entry) {
    Object.assign(entry, { status: "queued", tries: {} });
    entry.row.wait();
    if (this.pause.isOn) this.pause.end();
    else this.work();
  }

  // What has gone up whole is answered all the same, and then taken out again.
  cancel(entry) {
    entry.status = "cancelled";
    entry.row.cancel();
    entry.abort?.abort();
    this.note(entry);
    this.work();
  }

  remove(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
    entry.row.node.remove();
    this.tally.show(() => tallyOf(this.entries));
  }
}

function isWithdrawn({ url }) {
  return deletePhoto(url).then(() => true, () => false);
}
