"""Numbers composed of single digits: side by side, apart or touching."""

from typing import NamedTuple

import numpy as np
from PIL import Image

from ml.data.strokes import crop_to_ink

LENGTHS = (2, 8)  # digits of a number, fewest and most
DRIFT = 2  # pixels by which a digit may stand above or below its line
MARGIN = 12
ENLARGED = 2
SEED = 20


class Number(NamedTuple):
    """What stands in one picture.

    Attributes:
        digits: indices of its digits, left to right.
        gaps: pixels between the boxes of neighbors; negative where they overlap.
        drifts: pixels by which each digit stands below its line.
    """

    digits: list[int]
    gaps: list[int]
    drifts: list[int]


def choose_numbers(
    count: int, known: int, gaps: tuple[int, int], seed: int = SEED
) -> list[Number]:
    """Choose digits and places at random, the same for every run.

    Args:
        count: numbers to choose.
        known: digits to choose from.
        gaps: narrowest and widest, in pixels.
        seed: of all choices.
    """
    rng = np.random.default_rng(seed)
    return [_choose(rng, known, gaps) for _ in range(count)]


def _choose(rng: np.random.Generator, known: int, gaps: tuple[int, int]) -> Number:
    length = int(rng.integers(LENGTHS[0], LENGTHS[1] + 1))
    return Number(
        rng.integers(known, size=length).tolist(),
        rng.integers(gaps[0], gaps[1] + 1, size=length - 1).tolist(),
        rng.integers(-DRIFT, DRIFT + 1, size=length).tolist(),
    )


def draw_number(number: Number, pictures: np.ndarray) -> np.ndarray:
    """Draw a number as dark ink on white paper.

    Args:
        number: what to draw.
        pictures: uint8 (n, 28, 28), 255 = ink: the digits that it was chosen from.

    Returns:
        gray uint8 (H, W), 255 = paper, at twice the scale of the digits.
    """
    inks = [crop_to_ink(pictures[i]) for i in number.digits]
    highest = max(ink.shape[0] for ink in inks)
    lefts = np.cumsum([0] + [ink.shape[1] for ink in inks[:-1]])
    lefts = MARGIN + lefts + np.cumsum([0, *number.gaps])
    width = max(left + ink.shape[1] for left, ink in zip(lefts, inks, strict=True))
    page = np.zeros((highest + 2 * MARGIN, width + MARGIN), np.uint8)
    for ink, left, drift in zip(inks, lefts, number.drifts, strict=True):
        top = MARGIN + (highest - ink.shape[0]) // 2 + drift
        part = page[top : top + ink.shape[0], left : left + ink.shape[1]]
        np.maximum(part, ink, out=part)
    paper = Image.fromarray(255 - page)
    size = paper.width * ENLARGED, paper.height * ENLARGED
    return np.asarray(paper.resize(size, Image.Resampling.BICUBIC))
