// The page that reads: whatever way a picture comes in, the answer appears beside it.
import { Answer } from "./answer.js";
import { explainPicture, readJson } from "./api.js";
import { Intake } from "./intake.js";
import { Queue } from "./queue.js";
import { Sketch } from "./sketch.js";
import { addToStrip } from "./strip.js";
import { Webcam } from "./webcam.js";

// A page with more digits takes seconds to explain: only when one of them is chosen.
const EXPLAINED_DIGITS = 20;

function start(root) {
  const phrases = readJson(root);
  const part = (name) => root.querySelector(`[data-${name}]`);
  let shown = null;
  const answer = new Answer(part("answer"), phrases, () => explain(shown));
  const queue = new Queue(part("queue"), part("queue-template"), {
    url: root.dataset.photosUrl,
    maxBytes: Number(root.dataset.maxBytes),
    phrases,
    onAnswer: (entry) => show(entry),
    onIdle: (entry) => {
      bringIntoView(answer.root);
      lookCloser(entry);
    },
  });

  function show(entry) {
    const { photo } = entry;
    shown = entry;
    answer.show(photo.reading, photo.image);
    addToStrip(part("strip"), photo, root.dataset.slideshowUrl);
    // While others wait, their answers come first.
    if (!queue.isBusy) lookCloser(entry);
  }

  function lookCloser(entry) {
    if (entry.photo.reading.digits.length <= EXPLAINED_DIGITS) explain(entry);
  }

  async function explain(entry) {
    const { digits } = entry.photo.reading;
    if (!digits.length || entry.isExplained) return;
    entry.isExplained = true;
    const told = await explainPicture(root.dataset.readingsUrl, entry.file)
      .catch(() => ({ digits: [] }));
    digits.forEach((digit, i) => { digit.seen = told.digits[i]?.seen; });
    if (answer.digits === digits) answer.explain(digits);
  }

  const add = (file, name) => queue.add([{ file, name }]);
  new Intake(part("intake"), phrases, (entries) => queue.add(entries));
  new Sketch(part("sketch"), (blob) => add(blob, phrases.states.drawing));
  new Webcam(part("webcam"), part("webcam-open"), phrases, (blob) =>
    add(blob, phrases.states.webcam));
}

// On a phone the answer lies below the fold.
function bringIntoView(panel) {
  const { top } = panel.getBoundingClientRect();
  const isFar = top < 0 || top > window.innerHeight / 2;
  if (isFar) panel.scrollIntoView({ block: "start" });
}

const root = document.querySelector("[data-home]");
if (root) start(root);
