/** Sample pictures to try: digits written on paper, painted by this page. */
import { find, findAll } from "../shared/dom.js";
import { contextOf } from "../shared/drawing/sketch-canvas.js";
import {
  CAT,
  layOutDigits,
  PLAIN,
  paintSample,
  RULED,
  SQUARED,
} from "./sample-painter.js";

/** @import { LiveSource } from "../shared/drawing/drawing-pad.js" */
/** @import { Sample } from "./sample-painter.js" */

const WIDTH_PX = 640;
const HEIGHT_PX = 400;

/** @type {Record<string, Sample>} */
const SAMPLES = {
  digit: {
    paper: PLAIN,
    pen: { color: "#20242e", width: 15, angle: -0.05 },
    strokes: layOutDigits("5", { left: 245, top: 70, size: 250 }),
  },
  number: {
    paper: RULED,
    pen: { color: "#233f9a", width: 6, angle: -0.035 },
    strokes: layOutDigits("2047", { left: 110, top: 138, size: 124 }),
  },
  lines: {
    paper: SQUARED,
    pen: { color: "#3d4048", width: 5, angle: 0.03 },
    strokes: [
      ...layOutDigits("38", { left: 190, top: 62, size: 96 }),
      ...layOutDigits("614", { left: 170, top: 222, size: 96 }),
    ],
  },
  none: {
    paper: RULED,
    pen: { color: "#5b3a8c", width: 7, angle: 0.06 },
    strokes: [{ path: CAT, left: 205, top: 70, scale: 2.4 }],
  },
};

/**
 * Paint each sample on its button; a click has it read.
 *
 * @param {HTMLElement} root
 * @param {(source: LiveSource) => void} onSelect
 */
export function showSamples(root, onSelect) {
  for (const button of findAll(root, "[data-sample]")) {
    const sample = SAMPLES[button.dataset.sample ?? ""];
    paint(find(button, "canvas", HTMLCanvasElement), sample);
    button.addEventListener("click", () =>
      onSelect({ kind: "sample", toBlob: () => toBlob(sample) }),
    );
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Sample} sample
 */
function paint(canvas, sample) {
  const context = contextOf(canvas);
  context.scale(canvas.width / WIDTH_PX, canvas.height / HEIGHT_PX);
  paintSample(context, sample, WIDTH_PX, HEIGHT_PX);
}

/**
 * @param {Sample} sample
 * @returns {Promise<Blob>}
 */
function toBlob(sample) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH_PX;
  canvas.height = HEIGHT_PX;
  paint(canvas, sample);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("No memory"))),
      "image/jpeg",
      0.9,
    );
  });
}
