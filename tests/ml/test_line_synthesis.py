"""Composed strips say what their labels say."""

from itertools import pairwise

import numpy as np
import pytest

from ml.data import backgrounds, datasets
from ml.data import line_synthesis as composing
from ml.data.line_synthesis import MOST_DIGITS, WIDTHS, Composer
from ml.line_images import LINE_HEIGHT_PX, to_line_image


@pytest.fixture(scope="module")
def digits():
    return datasets.draw_variants(120, seed=1)


@pytest.fixture(scope="module")
def strips(digits):
    strangers = datasets.draw_nondigits(digits, 30, seed=1)
    composer, rng = Composer([digits], strangers), np.random.default_rng(1)
    return [composer.draw(rng) for _ in range(150)]


def test_strips_have_one_height_and_fit_the_widths(strips):
    assert {strip.x.shape[0] for strip in strips} == {LINE_HEIGHT_PX}
    assert max(strip.x.shape[1] for strip in strips) <= WIDTHS[-1]
    assert {strip.x.dtype for strip in strips} == {np.dtype(np.uint8)}


def test_strips_are_of_every_length_and_some_say_nothing(strips):
    assert {len(strip.labels) for strip in strips} == set(range(MOST_DIGITS))


def test_longer_numbers_need_longer_strips(strips):
    short = [s.x.shape[1] for s in strips if len(s.labels) == 1]
    long = [s.x.shape[1] for s in strips if len(s.labels) == 8]
    assert max(short) < np.mean(long)


def test_a_digit_is_often_like_the_one_before(digits):
    composer, rng = Composer([digits], None), np.random.default_rng(3)
    labels = [composer.draw(rng).labels for _ in range(300)]
    pairs = [pair for said in labels for pair in pairwise(said)]
    assert np.mean([left == right for left, right in pairs]) > 0.15


def test_many_numbers_begin_with_several_ones(digits, monkeypatch):
    def share(ones):
        monkeypatch.setattr(composing, "ONES", ones)
        composer, rng = Composer([digits], None), np.random.default_rng(3)
        labels = [composer.draw(rng).labels for _ in range(300)]
        return np.mean([said[:2] == (1, 1) for said in labels])

    assert share(0.12) > share(0) + 0.04


def test_a_crop_may_begin_within_a_character(monkeypatch):
    def width(share):
        monkeypatch.setattr(composing, "CUT", share)
        rng = np.random.default_rng(4)
        rows = [composing._row([block], 20, rng)[0] for _ in range(80)]
        return np.mean([(row[14:18] > 0.5).sum() for row in rows])

    block = composing._Piece(np.full((20, 20), 255, np.uint8), 0)
    assert width(1) < 0.9 * width(0)


def test_the_same_seed_draws_the_same_strip(digits):
    composer = Composer([digits], digits)
    one, other = (composer.draw(np.random.default_rng(5)) for _ in range(2))
    assert one.labels == other.labels
    assert (one.x == other.x).all()


def test_strips_are_drawn_without_strangers_too(digits):
    composer, rng = Composer([digits], None), np.random.default_rng(2)
    written = [
        strip for strip in (composer.draw(rng) for _ in range(30)) if strip.labels
    ]
    assert len(written) > 20
    assert all(strip.x.any() for strip in written)


DRAWERS = [*backgrounds.PRINTS, *(draw for draw, _ in backgrounds.MARKS)]


@pytest.mark.parametrize("draw", set(DRAWERS), ids=lambda draw: draw.__name__)
def test_print_is_no_darker_than_ink_and_leaves_paper(draw):
    drawn = draw(LINE_HEIGHT_PX, 120, np.random.default_rng(4))
    assert drawn.shape == (LINE_HEIGHT_PX, 120)
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    assert np.ptp(drawn) > 0.2


def bar(height, width, thick):
    """Return the contrast of an upright bar in the middle."""
    contrast = np.zeros((height, width), np.uint8)
    left = (width - thick) // 2
    contrast[height // 8 : -(height // 8), left : left + thick] = 140
    return contrast


@pytest.mark.parametrize("size", [20, 32, 200, 900])
def test_a_line_of_any_size_becomes_a_strip_of_full_ink(size):
    contrast = bar(size, 2 * size, max(size // 8, 1))
    strip = to_line_image(contrast, contrast * 1)
    assert strip.shape[0] == LINE_HEIGHT_PX
    assert strip.shape[1] == pytest.approx(2 * LINE_HEIGHT_PX + 12, abs=1)
    assert strip.max() > 0.9
    assert not strip[:, :5].any()


def test_hair_lines_do_not_fade():
    thin = bar(600, 1200, 4)
    assert to_line_image(thin, thin).max() > 0.8


def test_a_line_without_ink_is_an_empty_strip():
    nothing = np.zeros((40, 80), np.uint8)
    assert not to_line_image(nothing, nothing).any()


def test_amounts_begin_with_low_digits_oftener_than_with_high_ones():
    digits = datasets.draw_variants(400, seed=2)
    composer, rng = Composer([digits], None), np.random.default_rng(3)
    first = [s.labels[0] for s in (composer.draw(rng) for _ in range(600)) if s.labels]
    counts = np.bincount(first, minlength=10)
    assert counts[1:3].sum() > 1.5 * counts[8:].sum()


def test_a_digit_asked_for_is_what_a_hand_writes(digits):
    composer, rng = Composer([digits], None), np.random.default_rng(4)
    assert [composer._digit(0, rng, label).label for label in range(10)] == list(
        range(10)
    )
