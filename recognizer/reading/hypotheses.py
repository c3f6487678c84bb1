"""What the ink of a picture may be: with lines or gaps or without, over print."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from recognizer.reading.binarization.thresholding import (
    find_contrast,
    is_background_noise,
    to_ink,
    to_pen_ink,
)
from recognizer.reading.candidates import MIN_DIGIT_SHARE
from recognizer.reading.layout.form_cells import inside_boxes
from recognizer.reading.layout.outlines import without_frames
from recognizer.reading.layout.page_mask import find_page
from recognizer.reading.layout.ruled_lines import without_lines
from recognizer.reading.layout.stroke_repair import without_gaps

MIN_PEN_SCORE = (
    0.6  # what is left of ink without its print is mostly digits, if any are
)


@dataclass(frozen=True)
class Hypothesis:
    """What the ink may be.

    Attributes:
        ink: uint8 (H, W); 0 is paper.
        contrast: uint8 (H, W), what the ink was found in.
        is_unruled: whether lines were taken off.
        is_boxed: whether the walls of boxes were taken off.
        min_score: score, 0-1, below which it is not believed.
    """

    ink: np.ndarray
    contrast: np.ndarray
    is_unruled: bool = False
    is_boxed: bool = False
    min_score: float = 0.0


def hypotheses(gray: np.ndarray, light_ink: bool) -> Iterator[Hypothesis]:
    """Yield what the ink of a picture may be, likeliest first.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark.
    """
    found = []
    for hypothesis in _inks(gray, light_ink):
        found.append(hypothesis)
        yield hypothesis
    for hypothesis in found:
        bare = without_frames(hypothesis.ink)
        if bare is not hypothesis.ink:
            yield replace(hypothesis, ink=bare)


def with_and_without_print(gray: np.ndarray, light_ink: bool) -> list[Hypothesis]:
    """Return all ink of a picture, and that of the pen alone; lines stay.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark.
    """
    strength, contrast = _strength(gray, light_ink)
    return [Hypothesis(find(strength), contrast) for find in (to_ink, to_pen_ink)]


def _strength(gray: np.ndarray, light_ink: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the contrast with the paper as float32 and as uint8 (H, W)."""
    strength = find_contrast(gray, light_ink)
    return strength, (np.clip(strength, 0, 1) * 255).astype(np.uint8)


def _inks(gray: np.ndarray, light_ink: bool) -> Iterator[Hypothesis]:
    """Yield all ink, that of a page in the picture, without gaps, without print."""
    strength, contrast = _strength(gray, light_ink)
    ink = to_ink(strength)
    if is_background_noise(strength, ink):
        yield Hypothesis(ink, contrast, min_score=MIN_DIGIT_SHARE)
        return
    tries = _with_and_without_lines(ink, contrast)
    yield (last := next(tries))
    written = inside_boxes(ink)
    if written.any():
        kept, below = (np.where(written, image, 0) for image in (ink, contrast))
        yield Hypothesis(kept, below, is_unruled=True, is_boxed=True)
    for last in tries:
        yield last
    page = find_page(gray, light_ink)
    if page is not None:
        inside = to_ink(np.where(page, strength, 0))
        yield from _with_and_without_lines(inside, contrast)
    whole = without_gaps(last.ink)
    if whole is not last.ink:
        yield replace(last, ink=whole)
    pen = to_pen_ink(strength)
    yield from _with_and_without_lines(pen, contrast, MIN_PEN_SCORE)
    if last.is_unruled:  # rules are as strong as the pen, and hide the print
        pen = to_pen_ink(np.where(last.ink, strength, 0))
        yield from _with_and_without_lines(pen, contrast, MIN_PEN_SCORE)


def _with_and_without_lines(
    ink: np.ndarray, contrast: np.ndarray, min_score: float = 0.0
) -> Iterator[Hypothesis]:
    yield Hypothesis(ink, contrast, min_score=min_score)
    for unruled in without_lines(ink):
        walls = unruled.walls
        below = contrast if walls is None else np.where(walls, 0, contrast)
        yield Hypothesis(
            unruled.ink,
            below,
            is_unruled=True,
            is_boxed=walls is not None,
            min_score=min_score,
        )
