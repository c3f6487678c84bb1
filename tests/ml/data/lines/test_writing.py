"""Characters are written side by side, on one baseline, with what joins them."""

import numpy as np
import pytest

from ml.data.lines.writing import BATCH_WIDTHS_PX, MAX_DIGITS, Glyph, write_line
from ml.inputs.line_images import LINE_HEIGHT_PX, LINE_MARGIN_PX

BLOCK = Glyph(np.full((20, 20), 255, np.uint8), 0)
BAR = Glyph(np.full((24, 5), 255, np.uint8), 1)
DASH = Glyph(np.full((3, 20), 255, np.uint8), None)


def write_many(glyphs, count=60, height=20, cut_prob=0.0, seed=4):
    rng = np.random.default_rng(seed)
    return [write_line(glyphs, height, rng, cut_prob) for _ in range(count)]


def test_a_line_is_ink_between_paper_and_black():
    for line, _ in write_many([BAR, BLOCK]):
        assert line.shape[0] == LINE_HEIGHT_PX
        assert 0 <= line.min() <= line.max() <= 1
        assert line.max() > 0.9


def test_labels_are_those_of_the_digits_left_to_right():
    assert {labels for _, labels in write_many([BAR, DASH, BLOCK, BAR])} == {(1, 0, 1)}


def test_no_character_leaves_a_sign_or_nothing():
    lines = write_many([])
    assert {labels for _, labels in lines} == {()}
    blank = np.mean([not line.any() for line, _ in lines])
    assert 0.4 < blank < 0.9


def test_a_line_ends_where_the_canvas_is_full():
    for line, labels in write_many([BLOCK] * 60, count=5):
        assert line.shape[1] == BATCH_WIDTHS_PX[-1]
        assert len(labels) == MAX_DIGITS


def test_the_left_margin_is_paper():
    lines = write_many([BLOCK])
    assert max(line[:, : LINE_MARGIN_PX - 1].max() for line, _ in lines) == 0


def test_a_line_may_begin_within_a_character():
    def width(prob):
        lines = [line for line, _ in write_many([BLOCK], 80, cut_prob=prob)]
        return np.mean([(line[14:18] > 0.5).sum() for line in lines])

    assert width(1) < 0.9 * width(0)


@pytest.mark.parametrize("height", [15, 21, 28])
def test_digits_are_about_as_high_as_asked_for(height):
    def rows(line):
        return np.ptp(np.flatnonzero((line > 0.5).any(1))) + 1

    heights = [rows(line) for line, _ in write_many([BAR], height=height)]
    assert np.median(heights) == pytest.approx(height, abs=2.5)


def test_a_dash_stays_flat():
    inks = [(line > 0.5).sum() for line, _ in write_many([DASH])]
    blocks = [(line > 0.5).sum() for line, _ in write_many([BLOCK])]
    assert np.median(inks) < 0.5 * np.median(blocks)


def test_a_point_adds_ink_after_its_digit():
    pointed = Glyph(BAR.ink, 1, has_point=True)
    plain = [line.sum() for line, _ in write_many([BAR])]
    with_point = [line.sum() for line, _ in write_many([pointed])]
    assert np.median(with_point) > np.median(plain)


def test_more_characters_make_a_wider_line():
    widths = [np.mean([line.shape[1] for line, _ in write_many([BAR] * n)]) for n in
              (1, 3, 6)]  # fmt: skip
    assert widths == sorted(widths)


def test_the_same_seed_writes_the_same_line():
    one, other = (write_many([BAR, BLOCK], 3, seed=9) for _ in range(2))
    for (line, labels), (same, same_labels) in zip(one, other, strict=True):
        assert (line == same).all()
        assert labels == same_labels


ZERO = Glyph(np.pad(np.zeros((12, 8), np.uint8), 4, constant_values=255), 0)


def count_gaps(line):
    """Return the number of blank columns between ink, as runs."""
    ink = (line > 0.5).any(0)
    inside = np.flatnonzero(ink)
    between = ~ink[inside[0] : inside[-1] + 1]
    return int((np.diff(between.astype(int)) == 1).sum())


def test_neighboring_zeros_are_joined_more_often_than_other_digits():
    def joined(glyph):
        lines = write_many([glyph, glyph], 200)
        return np.mean([count_gaps(line) == 0 for line, _ in lines])

    assert joined(ZERO) > joined(BAR)


def test_some_lines_are_slanted():
    def lean(line):
        rows = [np.flatnonzero(row).mean() for row in line > 0.5 if row.any()]
        return rows[0] - rows[-1]

    leans = [lean(line) for line, _ in write_many([BAR], 80)]
    assert np.mean(leans) > 0  # to the right, as most people write
    assert np.std(leans) > 1


def test_the_last_digits_of_some_lines_are_smaller():
    def right_height(line):
        right = np.flatnonzero((line > 0.5).any(0))[-1]
        rows = (line[:, right - 3 : right + 1] > 0.5).any(1)
        return rows.sum()

    heights = [right_height(line) for line, _ in write_many([BLOCK] * 5, 80)]
    assert min(heights) < 0.8 * np.median(heights)


def test_tall_digits_are_cut_at_the_border_and_not_lost():
    for line, labels in write_many([BAR, BAR], 20, height=31):
        assert labels == (1, 1)
        assert line.shape[0] == LINE_HEIGHT_PX
        assert line.any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 28), (28, 1), (28, 28)])
def test_characters_of_any_shape_are_written(shape):
    glyph = Glyph(np.full(shape, 255, np.uint8), 3)
    for line, labels in write_many([glyph, glyph], 20):
        assert labels == (3, 3)
        assert np.isfinite(line).all()
