"""Small pictures that hold one digit as MNIST does."""

import numpy as np
import pytest

from recognizer.reading.isolated import as_glyph, is_glyph_image
from tests.support.engines import FakeNetwork, classed, read_with

SIDE = 28


def cutout() -> np.ndarray:
    """Draw a ring with a broken bar beside it, light on dark: a nine of a bad scan."""
    field = np.zeros((SIDE, SIDE), np.uint8)
    field[5:18, 8:16] = 255
    field[8:15, 10:14] = 0
    field[4:8, 19:21] = field[12:16, 19:21] = field[20:23, 19:21] = 200
    return field


def known_cutout(glyph):
    """Classify this cut-out as a nine, and everything else as no digit."""
    is_known = np.abs(glyph[..., 0] * 255 - cutout()).max() < 2
    return classed(9 if is_known else 10, 1.0)


@pytest.mark.parametrize("gray", [cutout(), 255 - cutout()], ids=["light", "dark"])
def test_a_cutout_is_read_as_it_stands(gray):
    reading = read_with(known_cutout, gray)
    assert (reading.text, reading.verdict) == ("9", "read")
    assert reading.digits[0].box == (8, 4, 21, 23)


def test_paper_of_a_cutout_is_taken_away():
    faint = (40 + cutout() * 0.5).astype(np.uint8)
    assert as_glyph(faint, FakeNetwork(known_cutout)).found.text == (9,)


def test_a_cutout_that_is_certain_is_classified_once():
    glyphs = []
    whole = np.zeros((SIDE, SIDE), np.uint8)
    whole[4:24, 10:18] = 255
    whole[8:14, 13:15] = 0
    reading = read_with(lambda glyph: glyphs.append(1) or classed(9, 1.0), whole)
    assert reading.text == "9"
    assert len(glyphs) == 1


def test_other_pictures_are_no_cutouts():
    assert is_glyph_image(np.zeros((28, 28), np.uint8))
    assert not is_glyph_image(np.zeros((28, 29), np.uint8))
    assert not is_glyph_image(np.zeros((280, 280), np.uint8))


def test_an_empty_cutout_holds_nothing():
    empty = np.full((SIDE, SIDE), 7, np.uint8)
    assert read_with(known_cutout, empty).verdict == "nothing"
