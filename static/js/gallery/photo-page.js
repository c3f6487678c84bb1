// One kept picture: its digits can be looked at one by one, with what the model saw.
import { AnswerPanel } from "../shared/answer/answer-panel.js";
import { explainPicture, readJson } from "../shared/api.js";
import { bringIntoView } from "../shared/scrolling.js";
import { UploadQueue } from "../shared/queue/upload-queue.js";
import { Recrop, replaceWhole } from "../shared/crop/recrop.js";
import { actionOf } from "../slideshow/slide-navigation.js";

// A crop is kept as any picture is; its own page then takes over.
function offerCrop(root, phrases) {
  const { imageUrl, maxBytes, photosUrl, photoUrl } = root.dataset;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const queue = new UploadQueue(part("given"), {
    url: photosUrl,
    maxBytes: Number(maxBytes),
    isJoined: true,
    phrases,
    onKept: async ({ photo, replaces }) => {
      if (replaces) await replaceWhole(replaces);
      window.location.assign(new URL("..", new URL(photo.image, window.location)));
    },
    onShow: () => {},
    onTrouble: ({ row }) => bringIntoView(row.node),
    onRest: ([{ row }]) => bringIntoView(row.node),
  });
  const recrop = new Recrop(part("crop"), part("crop-open"), part("crop-problem"), phrases,
    (entry) => queue.add([entry]));
  recrop.offer({ photo: { image: imageUrl, url: photoUrl } });
}

function start(root) {
  const reading = readJson(root.querySelector("[data-reading]"));
  const panel = root.querySelector("[data-answer]");
  const phrases = readJson(root);
  const answer = new AnswerPanel(panel, phrases, explain);
  answer.adopt(reading);
  offerCrop(root, phrases);

  // The slideshow leads here to correct.
  if (window.location.hash === "#correct") root.querySelector("[name=correction]").focus();

  document.addEventListener("keydown", (event) => turn(root, event));

  async function explain() {
    const picture = await fetch(root.dataset.imageUrl)
      .then((response) => response.blob());
    const told = await explainPicture(root.dataset.readingsUrl, picture)
      .catch(() => ({ digits: [] }));
    // Kept smaller than it came, a picture may rarely be read in other pieces.
    if (told.digits.length === reading.digits.length) answer.explain(told.digits);
  }
}

// The arrows lead on as in the slideshow, unless they choose a digit or a letter.
function turn(root, event) {
  const isElsewhere = event.target.closest("dialog, input, select, textarea");
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  const rel = { previous: "prev", next: "next" }[actionOf(event.key, false)];
  if (rel && !isElsewhere && !isShortcut) root.querySelector(`[rel=${rel}]`)?.click();
}

const root = document.querySelector("[data-photo]");
if (root) start(root);
