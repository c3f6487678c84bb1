"""Writers: one hand, pen or font on a page."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from ml.data.pages.pens import (
    MIN_PEN_PX,
    PENS,
    SOURCES,
    STROKE_SOURCES,
    choose_font,
    draw_source,
    make_writer,
)
from ml.data.pages.sprites import Glyph

BLOCK = np.full((20, 12), 255, np.uint8)


@pytest.fixture
def rich(sprites):
    """Sprites with digits of a data set, beside what a clone has."""
    digits = {"mnist": [[BLOCK] for _ in range(10)]}
    return replace(sprites, digits=digits)


def test_sources_are_those_at_hand(sprites, rich, rng):
    assert {draw_source(sprites, rng) for _ in range(80)} == {"forms", "printed"}
    found = Counter(draw_source(rich, rng) for _ in range(400))
    assert set(found) == {"mnist", "forms", "printed"}
    assert found["mnist"] > found["forms"] > found["printed"]


def test_shares_of_sources_add_up():
    assert sum(SOURCES.values()) == pytest.approx(1)


def test_a_font_is_of_its_kind_or_printed(sprites, rng):
    assert choose_font(sprites, "printed", rng) in sprites.printed
    assert choose_font(sprites, "handwritten", rng) in sprites.printed
    assert "." in choose_font(sprites, "segments", rng)


@pytest.mark.parametrize("pen", PENS)
def test_a_certain_pen_draws_strokes(rich, rng, pen):
    for _ in range(5):
        writer = make_writer(rich, rng, pen)
        assert writer.source in STROKE_SOURCES
        assert writer.has_pen
        low, high = PENS[pen]
        assert low <= writer.pen <= high


def test_pens_go_from_thin_to_thick():
    middles = [sum(widths) / 2 for widths in PENS.values()]
    assert middles == sorted(middles)


def test_a_slanted_writer_leans_to_the_right(sprites, rng):
    upright = [make_writer(sprites, rng).shear for _ in range(20)]
    slanted = [make_writer(sprites, rng, is_slanted=True).shear for _ in range(20)]
    assert min(slanted) > np.median(upright)


def test_slant_widens_a_one(sprites, rng):
    writer = make_writer(sprites, rng, "normal", "forms")
    widths = []
    for shear in (0.0, 0.7):
        writer.shear = shear
        drawn = [writer.draw("0", 60).ink.shape[1] for _ in range(20)]
        widths.append(np.mean(drawn))
    assert widths[1] > 1.2 * widths[0]


def test_a_one_may_lean_farther_than_other_digits(sprites, rng):
    writer = make_writer(sprites, rng, "normal", "forms")
    widths = {"0": [], "1": []}
    for writer.one_shear in (0.0, 0.8):
        for digit, found in widths.items():
            drawn = [writer.draw(digit, 60).ink.shape[1] for _ in range(40)]
            found.append(np.mean(drawn))
    assert widths["1"][1] > 1.4 * widths["1"][0]
    assert widths["0"][1] < 1.2 * widths["0"][0]


def test_a_writer_of_a_data_set_draws_its_digits_and_signs_by_pen(rich, rng):
    writer = make_writer(rich, rng, source="mnist")
    writer.is_mixed = False
    drawn = writer.draw("7", 40)
    assert abs(drawn.ink.shape[0] - 40) < 4
    assert not writer.has_pen
    assert writer.draw("+", 40).ink.size


def test_a_mixed_writer_takes_every_digit_from_another_source(rich, rng):
    writer = make_writer(rich, rng, source="mnist")
    writer.is_mixed = True
    shapes = {writer.draw("7", 40).ink.tobytes() for _ in range(12)}
    assert len(shapes) > 6


def test_a_printed_writer_keeps_its_font(sprites, rng):
    writer = make_writer(sprites, rng, source="printed")
    writer.stretch = 1.0
    assert (writer.draw("5", 30).ink == writer.draw("5", 30).ink).all()


def test_a_font_without_a_character_draws_none(sprites, rng):
    writer = make_writer(sprites, rng, source="segments")
    assert writer.draw("$", 30) is None


def test_a_glyph_below_the_line_is_put_there(sprites, rng):
    writer = make_writer(sprites, rng, source="printed")
    writer.font = {",": Glyph(np.full((10, 5), 255, np.uint8), 0.9, 1.2)}
    drawn = writer.draw(",", 100)
    assert drawn.middle == pytest.approx(0.55)
    assert 25 <= drawn.ink.shape[0] <= 35


def test_overwriting_leaves_more_ink(sprites):
    means = []
    for repeats in (1, 4):
        rng = np.random.default_rng(7)
        writer = make_writer(sprites, rng, "fine", "forms", repeats=repeats)
        writer.pressure = 0.0
        inks = [writer.draw("3", 80).ink for _ in range(10)]
        means.append(np.mean([ink.mean() for ink in inks]))
    assert means[1] > 1.3 * means[0]


def test_thin_pens_stay_visible_on_small_digits(sprites, rng):
    writer = make_writer(sprites, rng, "hairline", "forms")
    assert writer.pen * 10 < MIN_PEN_PX
    assert writer.draw("8", 10).ink.max() > 120


def test_an_angle_turns_a_digit(sprites, rng):
    writer = make_writer(sprites, rng, "normal", "forms")
    writer.shear = writer.one_shear = 0.0
    tall, wide = np.mean([writer.draw("1", 60, 90).ink.shape for _ in range(12)], 0)
    assert wide > 1.2 * tall


@pytest.mark.parametrize("size", [12, 60, 200])
def test_other_characters_have_the_size_asked_for(sprites, rng, size):
    writer = make_writer(sprites, rng, "fine", "forms")
    for _ in range(12):
        drawn = writer.other(size)
        if drawn is not None and drawn.ink.size:
            assert max(drawn.ink.shape) < 1.8 * size + 6


@pytest.mark.parametrize("character", "0123456789")
def test_every_digit_can_be_drawn_by_every_source(rich, rng, character):
    for source in ("mnist", "forms", "printed", "segments"):
        writer = make_writer(rich, rng, source=source)
        drawn = writer.draw(character, 40)
        assert drawn.ink.dtype == np.uint8
        assert 25 < drawn.ink.shape[0] < 60
