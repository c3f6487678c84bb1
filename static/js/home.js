// The page that reads: whatever way a picture comes in, the answer appears beside it.
import { Answer } from "./answer.js";
import { explainPicture, readJson } from "./api.js";
import { Intake } from "./intake.js";
import { Queue } from "./queue.js";
import { Sketch } from "./sketch.js";
import { addToStrip } from "./strip.js";
import { Webcam } from "./webcam.js";

// What mattered is worked out for each digit; a whole page of them takes seconds.
const EXPLAINED_DIGITS = 12;

function start(root) {
  const phrases = readJson(root);
  const part = (name) => root.querySelector(`[data-${name}]`);
  const answer = new Answer(part("answer"), phrases);
  const queue = new Queue(part("queue"), part("queue-template"), {
    url: root.dataset.photosUrl,
    maxBytes: Number(root.dataset.maxBytes),
    phrases,
    onAnswer: (entry) => show(entry),
    onIdle: (entry) => {
      bringIntoView(answer.root);
      explain(entry);
    },
  });

  function show({ photo }) {
    answer.show(photo.reading, photo.image);
    addToStrip(part("strip"), photo, root.dataset.slideshowUrl);
  }

  // Asked for once nothing waits any more: the answer itself comes first.
  async function explain({ file, photo: { reading: { digits } } }) {
    if (!digits.length || digits.length > EXPLAINED_DIGITS || digits[0].seen) return;
    const told = await explainPicture(root.dataset.readingsUrl, file)
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
