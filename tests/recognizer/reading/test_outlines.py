"""An outline goes, what stands in it stays."""

import numpy as np
import pytest
from PIL import ImageDraw
from scipy import ndimage

from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.layout.outlines import without_frames
from tests.support.drawing import GLYPHS, gray, page_of, paper, write


def boxed(text="4", size=200):
    """Return a page with digits in a box whose lower side they touch."""
    page = write(paper(400, 320), text, at=(120, 60), size=size, pen=14)
    ImageDraw.Draw(page).rectangle((60, 30, 340, 50 + size + 18), outline=25, width=6)
    return page


@pytest.mark.parametrize("text", ["1", "4", "7"])
def test_a_box_goes_from_around_the_digit_that_touches_it(text):
    ink = without_frames(find_ink(gray(boxed(text))))
    _, count = ndimage.label(ink, np.ones((3, 3)))
    rows = np.flatnonzero(ink.any(1))
    assert count == 1
    assert (rows[0], rows[-1]) == pytest.approx((53, 262), abs=6)


@pytest.mark.parametrize("digit", sorted(GLYPHS))
def test_a_digit_is_no_frame(digit):
    ink = find_ink(gray(page_of(digit, size=200, pen=12)))
    assert without_frames(ink) is ink


def test_no_ink_is_no_frame():
    ink = np.zeros((50, 60), np.uint8)
    assert without_frames(ink) is ink


def test_a_chessboard_is_no_frame():
    rows, columns = np.indices((480, 350))
    squares = (rows // 60 + columns // 50) % 2
    ink = (squares * 255).astype(np.uint8)
    assert without_frames(ink) is ink
