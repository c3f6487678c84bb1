/** The page that reads: whatever way a picture comes in, the answer appears beside it. */
import { outboxFullText } from "../offline/outbox.js";
import { OutboxSync } from "../offline/outbox-sync.js";
import { PairedPhones } from "../pairing/paired-phones.js";
import { AnswerPanel } from "../shared/answer/answer-panel.js";
import { explainImage, readImage, tryToDeletePhoto } from "../shared/api.js";
import { reportServerAway } from "../shared/connection.js";
import { CropAgain } from "../shared/crop/crop-again.js";
import { acceptsCookies } from "../shared/csrf-token.js";
import { closest, find } from "../shared/dom.js";
import { DrawingPad } from "../shared/drawing/drawing-pad.js";
import { onRestored } from "../shared/pages/page-restore.js";
import { problemText, retryText } from "../shared/problem-texts.js";
import { UploadQueue } from "../shared/queue/upload-queue.js";
import { shortReading, verdictText } from "../shared/reading-texts.js";
import { scrollIntoView, scrollToOutcome } from "../shared/scrolling.js";
import { gettext } from "../shared/texts.js";
import { FileIntake } from "./file-intake.js";
import { LiveReading } from "./live-reading.js";
import { RecentPhotos } from "./recent-photos.js";
import { showSamples } from "./sample-images.js";
import { WebcamDialog } from "./webcam-dialog.js";

/** @import { Digit, Photo } from "../shared/api.js" */
/** @import { LiveSource } from "../shared/drawing/drawing-pad.js" */
/** @import { QueueEntry, Submission } from "../shared/queue/retry-policy.js" */
/** @import { LiveResult } from "./live-reading.js" */

/** @typedef {{ digits: Digit[], blob?: Blob, image?: string }} ShownAnswer */

/** @typedef {Partial<QueueEntry> & { photo: Photo }} SavedPicture */

class ReadPage {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {Set<string>} */
    this.knownIds = new Set();
    /** @type {ShownAnswer} */
    this.shown = { digits: [] };
    this.isDrawingShown = true;
    // The gallery is found by a cookie.
    this.isSaving = acceptsCookies();
    this.answer = new AnswerPanel(this.part("answer"), () => this.explain(this.shown));
    this.recent = new RecentPhotos(this.part("strip"), root.dataset.slideshowUrl ?? "");
    this.live = this.createLiveReading();
    this.pad = this.createPad();
    this.queue = this.createQueue();
    this.outbox = new OutboxSync();
    this.cropAgain = new CropAgain(root, (submission) => this.queue.add([submission]));
    this.listen();
    this.sendStored();
  }

  /** @param {string} name */
  part(name) {
    return find(this.root, `[data-${name}]`);
  }

  get readingsUrl() {
    return this.root.dataset.readingsUrl ?? "";
  }

  createLiveReading() {
    return new LiveReading({
      request: (blob, signal) => readImage(this.readingsUrl, blob, signal),
      onReading: (result) => this.showLive(result),
      onSettled: (result, signal) => this.settleLive(result, signal),
      onError: (error, ...failed) => this.failLive(error, ...failed),
    });
  }

  createPad() {
    return new DrawingPad(this.part("sketch"), {
      live: this.live,
      onBlank: () => this.isDrawingShown && this.resetAnswer(),
      onSave: (submission) => this.queue.add([submission]),
    });
  }

  createQueue() {
    const { joined, maxBytes, photosUrl = "" } = this.root.dataset;
    this.part("unsaved").hidden = this.isSaving;
    return new UploadQueue(this.part("given"), {
      url: photosUrl,
      unsavedUrl: this.isSaving ? undefined : this.readingsUrl,
      maxBytes: Number(maxBytes),
      hasGallery: joined !== undefined,
      onSaved: (entry) => this.addSaved(entry),
      onShow: (entry) => this.showSaved(entry),
      onPause: ({ row }) => scrollIntoView(row.node),
      onOffline: (entries) => this.storeOffline(entries),
      onDone: (entry) => this.outbox.remove(entry),
      onIdle: (entries) => this.finishBatch(entries),
    });
  }

  listen() {
    new FileIntake(this.part("intake"), (submissions) => this.submit(submissions));
    showSamples(this.part("samples"), (source) => this.readSample(source));
    new PairedPhones(this.part("pairing"), this.part("pairing-open"), (photos) =>
      this.addFromPhone(photos),
    );
    const dialog = find(this.root, "[data-webcam]", HTMLDialogElement);
    const name = gettext("Webcam picture");
    new WebcamDialog(dialog, this.part("webcam-open"), (file) =>
      this.submit([{ file, name }]),
    );
    this.prepareForLoss();
  }

  /** A phone may end the page while its camera is open, and a hidden page at any time. */
  prepareForLoss() {
    const store = () => this.outbox.storeAsPrecaution(this.queue.pending);
    this.root.addEventListener("click", (event) => {
      if (closest(event, "[capture], [data-webcam-open]")) store();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) store();
    });
    onRestored(() => {
      // What it shows may have been deleted or corrected meanwhile.
      if (this.hasSaved && !this.queue.pending.length) window.location.reload();
    });
  }

  get hasSaved() {
    return this.knownIds.size > 0 || !this.part("strip").hidden;
  }

  /** @param {Submission[]} submissions */
  submit(submissions) {
    // Their answer replaces that of a live reading.
    this.live.stop();
    this.queue.add(submissions);
  }

  /** @param {LiveSource} source */
  readSample(source) {
    this.live.read(source, 0);
  }

  resetAnswer() {
    this.answer.reset();
    this.cropAgain.setSubject(null);
  }

  /** @param {LiveResult} result */
  showLive({ reading, blob, source }) {
    this.shown = { digits: reading.digits, blob };
    this.cropAgain.setSubject(null);
    const url = URL.createObjectURL(blob);
    this.answer.show(reading, url, { kind: source.kind, explainsLater: true });
    this.isDrawingShown = source.kind === "drawing";
    if (this.isDrawingShown)
      this.pad.showAnswer(reading.verdict, shortReading(reading));
    else this.showSampleAnswer();
  }

  /**
   * @param {LiveResult} result
   * @param {AbortSignal} signal
   */
  settleLive({ reading }, signal) {
    if (this.answer.digits !== reading.digits) return;
    this.answer.announce();
    this.explain(this.shown, signal);
  }

  /**
   * @param {any} error
   * @param {LiveSource} source
   * @param {boolean} isAskedAgain
   */
  failLive(error, source, isAskedAgain) {
    const { code, seconds } = error;
    const verdict = isAskedAgain ? "delayed" : "failed";
    const text = isAskedAgain ? retryText(code, seconds) : problemText(error);
    this.answer.fail(text, verdict);
    this.isDrawingShown = source.kind === "drawing";
    if (this.isDrawingShown) this.pad.showAnswer(verdict, verdictText(verdict)[0]);
    else this.showSampleAnswer();
  }

  /** The answer to a sample may lie below the fold. */
  showSampleAnswer() {
    scrollIntoView(this.answer.root);
  }

  /** @param {QueueEntry[]} entries */
  async storeOffline(entries) {
    reportServerAway();
    if (!(await this.outbox.store(entries))) this.pad.showNotice(outboxFullText());
  }

  async sendStored() {
    const stored = await this.outbox.claim();
    if (stored.length) this.queue.add(stored);
  }

  /** @param {QueueEntry[]} entries */
  finishBatch(entries) {
    scrollToOutcome(entries, this.answer.root);
    const isUnsaved = entries.some(({ drawing, photo }) => drawing && !photo?.url);
    if (isUnsaved) this.pad.markUnsaved("");
  }

  /** @param {SavedPicture} picture */
  addSaved({ photo, drawing, replaces }) {
    this.knownIds.add(photo.id);
    this.recent.add(photo);
    if (drawing) this.pad.markSaved(drawing);
    if (replaces) this.deleteReplaced(replaces);
  }

  /** @param {NonNullable<Submission["replaces"]>} whole */
  async deleteReplaced(whole) {
    if (!(await tryToDeletePhoto(whole.photo.url))) return;
    this.recent.remove(whole.photo);
    if (whole.entry) this.queue.remove(whole.entry);
  }

  /**
   * Show the answer to a saved picture, for the first time or again.
   *
   * @param {SavedPicture} picture
   */
  showSaved(picture) {
    const { photo, file, name, isDrawn, drawing } = picture;
    const isFirstTime = !picture.wasShown;
    picture.wasShown = true;
    // What is on the sheet by now has an answer of its own.
    if (isFirstTime && drawing && !this.pad.isOnSheet(drawing)) return;
    this.isDrawingShown = Boolean(drawing);
    const { reading, tookMs, url } = photo;
    const image = url || !file ? photo.image : URL.createObjectURL(file);
    this.shown = { digits: reading.digits, blob: file, image };
    const kind = (isDrawn && "drawing") || (url ? undefined : "unsaved");
    this.answer.show({ ...reading, tookMs }, image, { kind });
    const entry = picture.row ? /** @type {QueueEntry} */ (picture) : undefined;
    this.cropAgain.setSubject({ photo, file, name, entry });
    this.answer.announce();
  }

  /**
   * Add the pictures that a phone sent, oldest first.
   *
   * @param {Photo[]} photos
   * @returns {boolean} whether any was new
   */
  addFromPhone(photos) {
    const added = photos.filter(({ id }) => !this.knownIds.has(id));
    for (const photo of added) this.addSaved({ photo });
    if (added.length) this.showSaved({ photo: added[added.length - 1] });
    return added.length > 0;
  }

  /**
   * Fetch what the model saw, where the answer came without it.
   *
   * @param {ShownAnswer} shown
   * @param {AbortSignal | null} [signal]
   */
  async explain({ digits, blob, image = "" }, signal = null) {
    if (digits.every(({ seen }) => seen)) return;
    const picture = blob ?? (await (await fetch(image)).blob());
    const reading = await explainImage(this.readingsUrl, picture, signal).catch(
      () => null,
    );
    for (const [i, digit] of digits.entries()) Object.assign(digit, reading?.digits[i]);
    if (this.answer.digits === digits) this.answer.explain(digits);
  }
}

const root = document.querySelector("[data-home]");
if (root instanceof HTMLElement) new ReadPage(root);
