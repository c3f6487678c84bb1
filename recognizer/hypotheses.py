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
    for unruled, least in _inks(gray, light_ink, strength):
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
) -> Iterator[tuple[Unruled, float]]:
    """Yield all ink of the picture, that of a page in it, and that of the pen alone.

    With each comes the score below which it is not believed.
    """
    ink = to_ink(strength)
    yield Unruled(ink), 0.0
    ruled = without_lines(ink)
    yield from ((unruled, 0.0) for unruled in ruled)
    page = find_page(gray, light_ink)
    if page is not None:
        yield from _with_and_without_lines(to_ink(np.where(page, strength, 0)), 0.0)
    yield from _with_and_without_lines(to_firm_ink(strength), FIRM_SCORE)
    if ruled:  # rules are as strong as the pen, and hide the print between them
        bare = np.where(ruled[-1].ink, strength, 0)
        yield from _with_and_without_lines(to_firm_ink(bare), FIRM_SCORE)


def _with_and_without_lines(
    ink: np.ndarray, least: float
) -> Iterator[tuple[Unruled, float]]:
    yield Unruled(ink), least
    yield from ((unruled, least) for unruled in without_lines(ink))
