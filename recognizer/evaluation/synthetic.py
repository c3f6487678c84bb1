"""Compose numbers of single digits that are apart or touch."""

from typing import NamedTuple

import numpy as np
from PIL import Image

from ml.data.drawings.strokes import crop_to_ink

MIN_DIGITS, MAX_DIGITS = 2, 8
MAX_DRIFT_PX = 2  # of a digit above or below its line
MARGIN_PX = 12
SCALE = 2
SEED = 20


class Number(NamedTuple):
    """The layout of one number.

    Attributes:
        digits: indices of its digits, left to right.
        gaps: pixels between neighbors; negative where they overlap.
        drifts: pixels by which each digit is below its line.
    """

    digits: list[int]
    gaps: list[int]
    drifts: list[int]


def choose_numbers(
    count: int, known: int, gaps: tuple[int, int], seed: int = SEED
) -> list[Number]:
    """Choose digits and their positions at random, the same in every run.

    Args:
        count: of numbers.
        known: number of digits to choose from.
        gaps: minimum and maximum, in pixels.
        seed: of the random generator.
    """
    rng = np.random.default_rng(seed)
    return [_choose(rng, known, gaps) for _ in range(count)]


def _choose(rng: np.random.Generator, known: int, gaps: tuple[int, int]) -> Number:
    length = int(rng.integers(MIN_DIGITS, MAX_DIGITS + 1))
    return Number(
        rng.integers(known, size=length).tolist(),
        rng.integers(gaps[0], gaps[1] + 1, size=length - 1).tolist(),
        rng.integers(-MAX_DRIFT_PX, MAX_DRIFT_PX + 1, size=length).tolist(),
    )


def draw_number(number: Number, pictures: np.ndarray) -> np.ndarray:
    """Draw a number as dark ink on white paper.

    Args:
        number: what to draw.
        pictures: uint8 (n, 28, 28); 0 is paper, 255 is ink: all digits.

    Returns:
        uint8 (H, W); 0 is ink, 255 is paper, at twice the scale of the digits.
    """
    inks = [crop_to_ink(pictures[i]) for i in number.digits]
    height = max(ink.shape[0] for ink in inks)
    lefts = np.cumsum([0] + [ink.shape[1] for ink in inks[:-1]])
    lefts = MARGIN_PX + lefts + np.cumsum([0, *number.gaps])
    width = max(left + ink.shape[1] for left, ink in zip(lefts, inks, strict=True))
    page = np.zeros((height + 2 * MARGIN_PX, width + MARGIN_PX), np.uint8)
    for ink, left, drift in zip(inks, lefts, number.drifts, strict=True):
        top = MARGIN_PX + (height - ink.shape[0]) // 2 + drift
        part = page[top : top + ink.shape[0], left : left + ink.shape[1]]
        np.maximum(part, ink, out=part)
    paper = Image.fromarray(255 - page)
    size = paper.width * SCALE, paper.height * SCALE
    return np.asarray(paper.resize(size, Image.Resampling.BICUBIC))
