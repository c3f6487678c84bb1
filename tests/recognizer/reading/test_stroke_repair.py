"""Gaps in strokes are bridged, and nothing else."""

import numpy as np
from scipy import ndimage

from recognizer.reading.layout.stroke_repair import without_gaps


def ink_of(*boxes) -> np.ndarray:
    ink = np.zeros((120, 200), np.uint8)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 255
    return ink


def pieces(ink: np.ndarray) -> int:
    return ndimage.label(ink, np.ones((3, 3)))[1]


def test_a_short_gap_is_bridged_and_a_long_one_is_not():
    stroke = (20, 40, 90, 52)
    assert pieces(without_gaps(ink_of(stroke, (98, 40, 170, 52)))) == 1
    assert pieces(without_gaps(ink_of(stroke, (120, 40, 170, 52)))) == 2


def test_strokes_keep_their_width_up_to_the_border():
    ink = ink_of((0, 0, 12, 120), (60, 0, 72, 120))
    assert (without_gaps(ink) == ink).all()


def test_an_empty_picture_stays():
    ink = ink_of()
    assert without_gaps(ink) is ink
