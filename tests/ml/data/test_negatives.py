"""Drawn non-digits: characters, scribbles, parts of digits, groups of digits."""

from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from ml.data import negatives
from ml.data.drawings.strokes import crop_to_ink
from ml.data.negatives import CHARACTERS, UNLIKE_DIGITS

FONTS = negatives.find_fonts(Path("/usr/share/fonts"))[:3]
needs_fonts = pytest.mark.skipif(not FONTS, reason="no fonts are installed")
DRAWERS = [negatives.scribble, negatives.dash, negatives.blot, negatives.texture]


def two_bars():
    """Return glyph images uint8 (2, 28, 28): an upright and a flat bar."""
    digits = np.zeros((2, 28, 28), np.uint8)
    digits[0, 4:24, 12:16] = digits[1, 12:16, 4:24] = 255
    return digits


def draw_many(draw, count=40, seed=1):
    rng = np.random.default_rng(seed)
    return [draw(rng) for _ in range(count)]


def test_no_character_that_looks_like_a_digit_is_drawn_as_none():
    assert not set(CHARACTERS) & set("0123456789oOlI|SszZBbgqi")


def test_characters_that_digits_of_numbers_resemble_are_not_drawn_in_lines():
    assert set(UNLIKE_DIGITS) < set(CHARACTERS)
    assert not set(UNLIKE_DIGITS) & set("√ΛP(t!")


def test_a_folder_without_fonts_has_none(tmp_path):
    (tmp_path / "notes.txt").touch()
    assert negatives.find_fonts(tmp_path) == []


def test_fonts_are_found_in_subfolders_and_sorted(tmp_path):
    (tmp_path / "b").mkdir()
    paths = [tmp_path / "a.otf", tmp_path / "b" / "c.TTF"]
    for path in reversed(paths):
        path.touch()
    assert negatives.find_fonts(tmp_path) == paths


@needs_fonts
def test_a_font_has_no_character_for_which_it_draws_a_placeholder():
    font = ImageFont.truetype(str(FONTS[0]), 40)
    assert not negatives.has_character(font, negatives.MISSING)
    assert not negatives.has_character(font, " ")


@needs_fonts
def test_letters_differ_in_character_and_font():
    drawn = draw_many(negatives.build_letter_drawer(FONTS, "AWx+"), 30)
    assert len({ink.tobytes() for ink in drawn}) > 3
    assert all(ink.max() == 255 for ink in drawn)


@pytest.mark.parametrize("draw", DRAWERS, ids=lambda draw: draw.__name__)
def test_every_drawing_has_ink_and_is_cropped(draw):
    drawn = draw_many(draw)
    assert {ink.dtype for ink in drawn} == {np.dtype(np.uint8)}
    assert all(ink.any() and crop_to_ink(ink).shape == ink.shape for ink in drawn)
    assert len({ink.tobytes() for ink in drawn}) == len(drawn)


@pytest.mark.parametrize("draw", DRAWERS, ids=lambda draw: draw.__name__)
def test_the_same_seed_draws_the_same(draw):
    one, other = (draw_many(draw, 3, seed=7) for _ in range(2))
    assert all(map(np.array_equal, one, other))


def test_dashes_are_wider_than_high():
    shapes = [ink.shape for ink in draw_many(negatives.dash)]
    assert np.mean([width > height for height, width in shapes]) > 0.9


def test_a_fragment_is_less_than_its_digit_or_of_two():
    digits = two_bars()[:1]
    drawn = draw_many(negatives.build_fragment_drawer(digits))
    ink = [int((each > 127).sum()) for each in drawn]
    assert min(ink) < 0.7 * (digits > 127).sum()
    assert all(each.any() for each in drawn)


def test_a_group_is_wider_than_one_digit():
    drawn = draw_many(negatives.build_group_drawer(two_bars()[1:]))
    assert min(ink.shape[1] for ink in drawn) > 20
    assert max(ink.shape[0] for ink in drawn) <= 28
