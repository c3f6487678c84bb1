"""What the ink of a picture may be: with lines or without, on a page, over print."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from recognizer.vision.frames import without_frames
from recognizer.vision.ink import find_contrast, to_firm_ink, to_ink
from recognizer.vision.lines import Unruled, without_lines
from recognizer.vision.page import find_page

FIRM_SCORE = 0.6  # what is left of ink without its print is mostly digits, if any are


@dataclass(frozen=True)
class Hypothesis:
    """What the ink may be.

    Attributes:
        ink: uint8 (H, W); 0 is paper.
        contrast: uint8 (H, W), what the ink was found in.
        is_boxed: whether the walls of boxes were taken off.
        least: score, 0-1, below which it is not believed.
    """

    ink: np.ndarray
    contrast: np.ndarray
    is_boxed: bool = False
    least: float = 0.0


def hypotheses(gray: np.ndarray, light_ink: bool) -> Iterator[Hypothesis]:
    """Yield what the ink of a picture may be, likeliest first.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark.
    """
    strength = find_contrast(gray, light_ink)
    contrast = (np.clip(strength, 0, 1) * 255).astype(np.uint8)
    found = []
    for ink, least in _inks(gray, light_ink, strength):
        for unruled in [Unruled(ink), *without_lines(ink)]:
            walls = unruled.walls
            below = contrast if walls is None else np.where(walls, 0, contrast)
            found.append(Hypothesis(unruled.ink, below, walls is not None, least))
            yield found[-1]
    for hypothesis in found:
        bare = without_frames(hypothesis.ink)
        if bare is not hypothesis.ink:
            yield Hypothesis(bare, contrast, least=hypothesis.least)


def _inks(
    gray: np.ndarray, light_ink: bool, strength: np.ndarray
) -> Iterator[tuple[np.ndarray, float]]:
    """Yield all ink of the picture, that of the pen, and that of a page in it.

    With each comes the score below which it is not believed.
    """
    yield to_ink(strength), 0.0
    yield to_firm_ink(strength), FIRM_SCORE
    page = find_page(gray, light_ink)
    if page is not None:
        yield to_ink(np.where(page, strength, 0)), 0.0
