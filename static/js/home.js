// The page that reads: whatever way a picture comes in, the answer appears beside it.
import { Answer } from "./answer.js";
import { explainPicture, readJson } from "./api.js";
import { Intake } from "./intake.js";
import { Phones } from "./phones.js";
import { Queue } from "./queue.js";
import { Sketch } from "./sketch.js";
import { addToStrip } from "./strip.js";
import { Webcam } from "./webcam.js";

function start(root) {
  const phrases = readJson(root);
  const part = (name) => root.querySelector(`[data-${name}]`);
  const known = new Set();
  let shown = null;
  const answer = new Answer(part("answer"), phrases, () => explain(shown));
  const queue = new Queue(part("queue"), part("queue-template"), {
    url: root.dataset.photosUrl,
    maxBytes: Number(root.dataset.maxBytes),
    phrases,
    onAnswer: (entry) => show(entry),
    onIdle: () => bringIntoView(answer.root),
  });

  function show(entry) {
    const { photo, isDrawn } = entry;
    shown = entry;
    known.add(photo.id);
    answer.show(photo.reading, photo.image, isDrawn);
    addToStrip(part("strip"), photo, root.dataset.slideshowUrl);
  }

  // Pictures that a phone sent, oldest first; says whether any was news.
  function welcome(photos) {
    const news = photos.filter(({ id }) => !known.has(id));
    news.forEach((photo) => show({ photo }));
    return news.length > 0;
  }

  // Only where the first answer came without what the model saw.
  async function explain({ photo, file }) {
    const { digits } = photo.reading;
    const picture = file ?? await fetch(photo.image).then((kept) => kept.blob());
    const told = await explainPicture(root.dataset.readingsUrl, picture)
      .catch(() => ({ digits: [] }));
    digits.forEach((digit, i) => Object.assign(digit, told.digits[i]));
    if (answer.digits === digits) answer.explain(digits);
  }

  const add = (file, name) => queue.add([{ file, name }]);
  new Intake(part("intake"), phrases, (entries) => queue.add(entries));
  new Sketch(part("sketch"), (file) =>
    queue.add([{ file, name: phrases.states.drawing, isDrawn: true }]));
  new Phones(part("pairing"), part("pairing-open"), phrases, welcome);
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
