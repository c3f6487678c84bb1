// Sample pictures to try: written here on paper that is painted here.
import { BARE, CAT, onPaper, SQUARED, RULED, written } from "./sample-painter.js";

const WIDTH = 640;
const HEIGHT = 400;

const SAMPLES = {
  digit: {
    paper: BARE,
    pen: { color: "#20242e", width: 15, tilt: -0.05 },
    strokes: written("5", { left: 245, top: 70, size: 250 }),
  },
  number: {
    paper: RULED,
    pen: { color: "#233f9a", width: 6, tilt: -0.035 },
    strokes: written("2047", { left: 110, top: 138, size: 124 }),
  },
  lines: {
    paper: SQUARED,
    pen: { color: "#3d4048", width: 5, tilt: 0.03 },
    strokes: [
      ...written("38", { left: 190, top: 62, size: 96 }),
      ...written("614", { left: 170, top: 222, size: 96 }),
    ],
  },
  none: {
    paper: RULED,
    pen: { color: "#5b3a8c", width: 7, tilt: 0.06 },
    strokes: [{ path: CAT, left: 205, top: 70, scale: 2.4 }],
  },
};

export class SampleImages {
  // onSample takes what Live reads: a picture to come and where it is from.
  constructor(root, onSample) {
    root.querySelectorAll("[data-sample]").forEach((button) => {
      const sample = SAMPLES[button.dataset.sample];
      paint(button.querySelector("canvas"), sample);
      button.addEventListener("click", () =>
        onSample({ removal: "sample", toBlob: () => toBlob(sample) }));
    });
  }
}

function paint(canvas, sample) {
  const context = canvas.getContext("2d");
  context.scale(canvas.width / WIDTH, canvas.height / HEIGHT);
  onPaper(context, sample, WIDTH, HEIGHT);
}

function toBlob(sample) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  paint(canvas, sample);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.9); });
}
