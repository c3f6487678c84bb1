"""From the detector's maps to boxes with scores; NumPy alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.networks.detector import CLASSES, DIGITS, STRIDES

MIN_SCORE = 0.08  # of a peak; lower ones are noise
MAX_PEAKS = 800  # of a picture
MAX_IOU = 0.4  # of two boxes that are kept
MAX_INSIDE = 0.75  # share of the smaller of two kept boxes that both cover
LOG_SIZES = (-2.0, 6.0)  # of a box in cells; keeps exp() finite


@dataclass(frozen=True)
class Detections:
    """Characters found in a picture.

    Attributes:
        boxes: float32 (n, 4), left, top, right, bottom in pixels of the picture.
        scores: float32 (n, 17), 0-1: probability of each character; a row need
            not sum to 1.
    """

    boxes: np.ndarray
    scores: np.ndarray

    def __len__(self) -> int:
        return len(self.boxes)

    @property
    def confidences(self) -> np.ndarray:
        """Return float32 (n,), the score of the likeliest class."""
        return self.scores.max(1, initial=0)

    @property
    def classes(self) -> np.ndarray:
        """Return int64 (n,), the likeliest class."""
        return self.scores.argmax(1)

    @property
    def are_digits(self) -> np.ndarray:
        """Return bool (n,)."""
        return self.classes < DIGITS

    def select(self, chosen: np.ndarray) -> "Detections":
        """Return some of them, by index or bool (n,)."""
        return Detections(self.boxes[chosen], self.scores[chosen])


def join(parts: Sequence[Detections]) -> Detections:
    """Return the detections of several looks or maps as one."""
    return Detections(
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def decode(
    maps: Sequence[np.ndarray], scale: float = 1.0, min_score: float = MIN_SCORE
) -> Detections:
    """Return the peaks of both maps, overlapping ones too.

    Args:
        maps: float (height, width, 21) of cells of 4 and of 16 pixels: 17 logits of
            classes, log width, log height, offset right, offset down.
        scale: pixels of the network's input for one of the picture.
        min_score: of the likeliest class, 0-1.
    """
    pairs = zip(maps, STRIDES, strict=True)
    found = join([_decode_map(m, stride / scale, min_score) for m, stride in pairs])
    if len(found) > MAX_PEAKS:
        return found.select(np.argsort(-found.confidences)[:MAX_PEAKS])
    return found


def _decode_map(values: np.ndarray, cell_px: float, min_score: float) -> Detections:
    best = values[..., :CLASSES].max(-1)
    logit = np.log(min_score / (1 - min_score))
    ys, xs = np.nonzero((best >= logit) & (best >= _highest_nearby(best)))
    rows = values[ys, xs].astype(np.float32)
    sizes = np.exp(np.clip(rows[:, CLASSES : CLASSES + 2], *LOG_SIZES))
    middles = np.stack([xs, ys], 1) + 0.5 + rows[:, CLASSES + 2 :]
    boxes = np.concatenate([middles - sizes / 2, middles + sizes / 2], 1) * cell_px
    return Detections(
        boxes.astype(np.float32),
        1 / (1 + np.exp(-np.clip(rows[:, :CLASSES], -30, 30))),
    )


def _highest_nearby(values: np.ndarray) -> np.ndarray:
    """Return the maximum of the 3 x 3 cells around each."""
    padded = np.pad(values, 1, constant_values=-np.inf)
    rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


def compute_overlaps(boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how much boxes (n, 4) cover each other, two float (n, n).

    Returns:
        Intersection over union, and intersection over the smaller one's area.
    """
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    both = np.maximum(high - low, 0).prod(-1)
    area = np.maximum(boxes[:, 2:] - boxes[:, :2], 0).prod(-1)
    either = np.maximum(area[:, None] + area[None] - both, 1e-6)
    smaller = np.maximum(np.minimum(area[:, None], area[None]), 1e-6)
    return both / either, both / smaller


def suppress(
    found: Detections, max_iou: float = MAX_IOU, max_inside: float = MAX_INSIDE
) -> Detections:
    """Return the detections that no better one covers, by descending score."""
    found = found.select(np.argsort(-found.confidences, kind="stable"))
    iou, inside = compute_overlaps(found.boxes)
    covers = (iou > max_iou) | (inside > max_inside)
    kept = np.ones(len(found), bool)
    for i in range(len(found)):
        if kept[i]:
            kept[i + 1 :] &= ~covers[i, i + 1 :]
    return found.select(kept)
