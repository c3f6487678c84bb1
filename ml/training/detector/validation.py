"""How well a detector finds digits on composed pages that it never saw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.detection.detections import Detections, decode, suppress
from ml.networks.detector import DIGITS
from ml.training.detector.pages import ComposedPage, ComposerRecipe

if TYPE_CHECKING:
    import keras

SEED = 20_261_129  # of no training
SIDE = 384
MIN_IOU = 0.5
MIN_CONFIDENCE = 0.3
HEIGHTS_PX = (0, 12, 20, 40, 80, 160, 1_000)


@dataclass
class Tally:
    """Digits counted: a match has the right class and half of the box.

    Attributes:
        matched: true digits that were found.
        missed: true digits that were not, or as something else.
        false: found digits that are none, or another.
        by_height: found and true digits for each range of heights.
    """

    matched: int = 0
    missed: int = 0
    false: int = 0
    by_height: np.ndarray = field(
        default_factory=lambda: np.zeros((len(HEIGHTS_PX) - 1, 2), int)
    )

    def add(self, page: ComposedPage, found: Detections) -> None:
        """Count the digits of one page."""
        true = page.classes < DIGITS
        boxes, classes = page.boxes[true], page.classes[true]
        matches = match_digits(boxes, classes, found)
        self.matched += int(matches.sum())
        self.missed += int((~matches).sum())
        self.false += int(found.are_digits.sum() - matches.sum())
        heights = np.digitize(boxes[:, 3] - boxes[:, 1], HEIGHTS_PX) - 1
        np.add.at(self.by_height, heights, np.stack([matches, matches | True], 1))

    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, 0-1."""
        return 2 * self.matched / max(2 * self.matched + self.missed + self.false, 1)

    def as_row(self, name: str) -> dict[str, Any]:
        """Return the figures in percent."""
        recalls = {
            f"{low}-{high} px": round(100 * float(found / true), 1)
            for low, high, (found, true) in zip(
                HEIGHTS_PX[:-1], HEIGHTS_PX[1:], self.by_height, strict=True
            )
            if true
        }
        return {
            "set": name,
            "n": self.matched + self.missed,
            "false": self.false,
            "f1_percent": round(100 * self.f1(), 2),
            "recall_percent": recalls,
        }


def match_digits(
    boxes: np.ndarray, classes: np.ndarray, found: Detections
) -> np.ndarray:
    """Return which true digits are found, bool (n,); each found one counts once.

    Args:
        boxes: float32 (n, 4) of the true digits.
        classes: uint8 (n,), 0-9.
        found: by descending score.
    """
    matched = np.zeros(len(boxes), bool)
    for box, c in zip(found.boxes, found.classes, strict=True):
        iou = compute_iou(box, boxes) * (classes == c) * ~matched
        if len(iou) and iou.max() >= MIN_IOU:
            matched[iou.argmax()] = True
    return matched


def compute_iou(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return the intersection over union of a box (4,) with others (n, 4)."""
    sides = np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])
    both = np.maximum(sides, 0).prod(1)
    either = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(1) - both
    return both / np.maximum(either, 1e-6)


def measure(
    network: "keras.Model", pages: Sequence[ComposedPage], batch: int = 16
) -> Tally:
    """Return how a network does on pages of one size."""
    tally = Tally()
    for start in range(0, len(pages), batch):
        some = pages[start : start + batch]
        x = np.stack([page.image for page in some])[..., None].astype(np.float32)
        maps = [np.asarray(m) for m in network(x, training=False)]
        for i, page in enumerate(some):
            found = suppress(decode([m[i] for m in maps], min_score=MIN_CONFIDENCE))
            tally.add(page, found)
    return tally


def measure_conditions(
    network: "keras.Model",
    recipe: ComposerRecipe,
    count: int,
    conditions: Sequence[str] = (),
    side: int = SIDE,
) -> list[dict[str, Any]]:
    """Return a row for any mixture of conditions, and one for each alone.

    Args:
        network: to measure.
        recipe: builds the composer; its seed is no training's.
        count: pages of each condition; of the mixture four times as many.
        conditions: names of the composer's conditions.
        side: of the pages in pixels.
    """
    composer = recipe(SEED)
    mixed = [composer.compose(side) for _ in range(4 * count)]
    rows = [measure(network, mixed).as_row("composed: any")]
    for condition in conditions:
        pages = [composer.compose(side, condition) for _ in range(count)]
        rows.append(measure(network, pages).as_row(f"composed: {condition}"))
    return rows
