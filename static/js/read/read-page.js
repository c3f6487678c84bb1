// The page that reads: whatever way a picture comes in, the answer appears beside it.
import { AnswerPanel } from "../shared/answer/answer-panel.js";
import { explainPicture, readJson, readPicture } from "../shared/api.js";
import { FileIntake } from "./file-intake.js";
import { LiveReading } from "./live-reading.js";
import { bringIntoView, showOutcome } from "../shared/scrolling.js";
import { DrawingPad } from "../shared/drawing/drawing-pad.js";
import { PairedPhones } from "../pairing/paired-phones.js";
import { UploadQueue } from "../shared/queue/upload-queue.js";
import { Recrop, replaceWhole } from "../shared/crop/recrop.js";
import { OutboxSync } from "../offline/outbox-sync.js";
import { SampleImages } from "./sample-images.js";
import { addToStrip, takeFromStrip } from "./recent-photos.js";
import { WebcamDialog } from "./webcam-dialog.js";
import { problemWords, shortWords } from "../shared/texts.js";

class ReadPage {
  constructor(root) {
    this.root = root;
    this.phrases = readJson(root);
    this.known = new Set();
    this.shown = null;
    this.isDrawing = true;
    this.answer = new AnswerPanel(this.part("answer"), this.phrases, () => this.explain(this.shown));
    this.live = this.buildLive();
    this.pad = this.buildPad();
    this.queue = this.buildQueue();
    this.safe = new OutboxSync(() => this.pad.say(this.phrases.outbox.full));
    this.recrop = new Recrop(this.part("crop"), this.part("crop-open"),
      this.part("crop-problem"), this.phrases, (entry) => this.queue.add([entry]));
    this.listen();
    this.sendWaiting();
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  buildLive() {
    const { readingsUrl } = this.root.dataset;
    return new LiveReading({
      ask: (blob, signal) => readPicture(readingsUrl, blob, signal),
      onReading: (told) => this.showReading(told),
      onSettled: (told, signal) => this.settle(told, signal),
      onProblem: (problem, source) => this.fail(problem, source),
    });
  }

  buildPad() {
    const name = this.phrases.states.drawing;
    return new DrawingPad(this.part("sketch"), {
      phrases: this.phrases,
      live: this.live,
      onBlank: () => this.isDrawing && this.blank(),
      onKeep: (file, drawing) => this.queue.add([{ file, name, isDrawn: true, drawing }]),
    });
  }

  buildQueue() {
    const { photosUrl, maxBytes } = this.root.dataset;
    return new UploadQueue(this.part("given"), {
      url: photosUrl,
      maxBytes: Number(maxBytes),
      isJoined: "joined" in this.root.dataset,
      phrases: this.phrases,
      onKept: (entry) => this.keep(entry),
      onShow: (entry) => this.show(entry),
      onTrouble: ({ row }) => bringIntoView(row.node),
      onWait: (entries) => this.safe.keep(entries),
      onSettled: (entry) => this.safe.drop(entry),
      onRest: (settled) => this.rest(settled),
    });
  }

  listen() {
    const { phrases } = this;
    const { webcam } = phrases.states;
    new FileIntake(this.part("intake"), phrases, (entries) => this.give(entries));
    new SampleImages(this.part("samples"), (source) => this.readSample(source));
    new PairedPhones(this.part("pairing"), this.part("pairing-open"), phrases,
      (photos) => this.welcome(photos));
    new WebcamDialog(this.part("webcam"), this.part("webcam-open"), phrases,
      (file) => this.give([{ file, name: webcam }]));
  }

  // What is given last is answered last.
  give(entries) {
    this.live.stop();
    this.queue.add(entries);
  }

  // A sample lies in no gallery, and its answer may lie below the fold.
  readSample(source) {
    this.live.read(source, 0);
    bringIntoView(this.answer.root);
  }

  blank() {
    this.answer.wait();
    this.recrop.offer(null);
  }

  showReading({ reading, blob, source }) {
    this.shown = { digits: reading.digits, blob };
    this.recrop.offer(null);
    const address = URL.createObjectURL(blob);
    this.answer.show(reading, address, { ...source, isExplained: true });
    this.isDrawing = isOfSheet(source);
    if (this.isDrawing) this.pad.show(reading.verdict, shortWords(reading, this.phrases));
  }

  settle({ reading }, signal) {
    if (this.answer.digits !== reading.digits) return;
    this.answer.announce();
    this.explain(this.shown, signal);
  }

  fail(problem, source) {
    this.answer.fail(problemWords(problem, this.phrases));
    this.isDrawing = isOfSheet(source);
    if (this.isDrawing) this.pad.show("failed", this.phrases.verdicts.failed[0]);
  }

  async sendWaiting() {
    const waiting = await this.safe.waiting();
    if (waiting.length) this.queue.add(waiting);
  }

  // A drawing that was not kept after all can be kept again.
  rest(settled) {
    showOutcome(settled, this.answer.root);
    const isLost = settled.some(({ drawing, status }) => drawing && status !== "answered");
    if (isLost) this.pad.refuse("");
  }

  keep({ photo, isDrawn, drawing, replaces }) {
    this.known.add(photo.id);
    addToStrip(this.part("strip"), photo, this.root.dataset.slideshowUrl);
    if (drawing) this.pad.confirm(drawing);
    if (replaces) this.replace(replaces);
  }

  async replace(whole) {
    if (!await replaceWhole(whole)) return;
    takeFromStrip(this.part("strip"), whole.photo);
    if (whole.entry) this.queue.remove(whole.entry);
  }

  // An answer to what was kept, or is to be shown again.
  show(entry) {
    const { photo, file, name, isDrawn, drawing } = entry;
    const isNews = !entry.isSeen;
    entry.isSeen = true;
    // What is on the sheet now has an answer of its own; rows show theirs when pressed.
    if (isNews && drawing && !this.pad.isOnSheet(drawing)) return;
    this.isDrawing = Boolean(drawing);
    const { reading, image, tookMs } = photo;
    this.shown = { digits: reading.digits, blob: file, image };
    this.answer.show({ ...reading, tookMs }, image, { removal: isDrawn && "drawn" });
    this.recrop.offer({ photo, file, name, entry: entry.row && entry });
    this.answer.announce();
  }

  // Pictures that a phone sent, oldest first; says whether any was news.
  welcome(photos) {
    const news = photos.filter(({ id }) => !this.known.has(id));
    news.forEach((photo) => this.keep({ photo }));
    if (news.length) this.show({ photo: news.at(-1) });
    return news.length > 0;
  }

  // Where the answer came without what the model saw.
  async explain({ digits, blob, image }, signal = null) {
    if (digits.every(({ seen }) => seen)) return;
    const picture = blob ?? await fetch(image).then((kept) => kept.blob());
    const told = await explainPicture(this.root.dataset.readingsUrl, picture, signal)
      .catch(() => ({ digits: [] }));
    digits.forEach((digit, i) => Object.assign(digit, told.digits[i]));
    if (this.answer.digits === digits) this.answer.explain(digits);
  }
}

function isOfSheet({ removal }) {
  return removal === "drawn";
}

const root = document.querySelector("[data-home]");
if (root) new ReadPage(root);
