"""Fonts found on the machine: which are printed, handwritten, or left out."""

import numpy as np
import pytest
from PIL import ImageFont

from ml.data.pages.sprites import (
    DIGITS_AND_SIGNS,
    LETTERS_IN_WORDS,
    LIKE_DIGITS,
    UNLIKE_DIGITS,
    load_sprites,
)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    """Return a folder with one font under several names."""
    folder = tmp_path_factory.mktemp("fonts")
    data = ImageFont.load_default(20).font_bytes
    (folder / "deep").mkdir()
    for name in ("Plain.ttf", "deep/dkg.ttf", "DSEG7.ttf", "StandardSymbols.otf"):
        (folder / name).write_bytes(data)
    (folder / "notes.txt").write_text("no font")
    return load_sprites(None, folder, seed=0, drawings=20)


def test_fonts_are_sorted_by_their_names(fonts):
    assert len(fonts.printed) == 1
    assert len(fonts.handwritten) == 1
    assert len(fonts.segments) == 31  # thirty are drawn


@pytest.mark.parametrize("kind", ["printed", "handwritten"])
def test_a_font_has_digits_and_signs(fonts, kind):
    font = getattr(fonts, kind)[0]
    assert (
        set("0123456789.,-+/:")
        <= set(font)
        <= set(DIGITS_AND_SIGNS + LETTERS_IN_WORDS + UNLIKE_DIGITS)
    )


def test_handwriting_has_all_letters_but_those_like_digits(fonts):
    letters = {c for c in fonts.handwritten[0] if c.isalpha() and c.isascii()}
    assert letters >= set(LETTERS_IN_WORDS)
    assert not letters & set(LIKE_DIGITS)


def test_glyphs_stand_relative_to_a_digit(fonts):
    font = fonts.printed[0]
    eight, comma, dash = font["8"], font[","], font["-"]
    assert (eight.top, eight.bottom) == (0.0, 1.0)
    assert comma.top > 0.7
    assert comma.bottom > 1.0
    assert 0.3 < dash.top < dash.bottom < 0.8


def test_glyphs_are_cropped_tight(fonts):
    for glyph in fonts.printed[0].values():
        seen = glyph.ink > 0
        assert seen[0].any()
        assert seen[-1].any()
        assert seen[:, 0].any()
        assert seen[:, -1].any()


def test_letters_that_are_no_digits_are_among_the_others(fonts):
    letter = fonts.handwritten[0]["A"].ink
    same = [ink for ink in fonts.others if ink.shape == letter.shape]
    assert any((ink == letter).all() for ink in same)


def test_no_character_has_both_roles():
    assert not set(UNLIKE_DIGITS) & set("0123456789" + LIKE_DIGITS)
    assert len(set(UNLIKE_DIGITS)) == len(UNLIKE_DIGITS)


def test_drawn_digits_are_one_high_and_begin_at_the_origin(fonts):
    for drawings in fonts.strokes["forms"].values():
        for strokes in drawings:
            points = np.concatenate(strokes)
            assert points.min(0) == pytest.approx((0, 0), abs=1e-5)
            assert np.ptp(points[:, 1]) == pytest.approx(1, abs=1e-5)


def test_every_digit_is_drawn_as_often(fonts):
    assert {len(drawings) for drawings in fonts.strokes["forms"].values()} == {2}


def test_strokes_have_few_points(fonts):
    longest = max(len(s) for d in fonts.strokes["forms"]["8"] for s in d)
    assert longest <= 40


def test_the_drawn_plus_is_no_other_character(fonts):
    for strokes in fonts.other_strokes:
        is_cross = len(strokes) == 2 and all(len(s) == 14 for s in strokes)
        if is_cross:
            (a, b), (c, d) = ((s[0], s[-1]) for s in strokes)
            upright = abs(a[0] - b[0]) < 0.15 and abs(c[1] - d[1]) < 0.15
            assert not (upright and abs(a[1] - b[1]) > 0.8 and abs(c[0] - d[0]) > 0.8)
