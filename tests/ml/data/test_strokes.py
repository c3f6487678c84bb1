"""Strokes are drawn with a round pen, scaled, and cropped to their ink."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ml.data.drawings.strokes import EXTENT_PX, crop_to_ink, draw_strokes, spline

LINE = np.array([(0.0, 0.0), (0.0, 1.0)])


@pytest.mark.parametrize("unit", [0.01, 1, 5000])
@pytest.mark.parametrize("pen", [2, 8, 30])
def test_the_unit_of_the_strokes_does_not_matter(unit, pen):
    height, width = draw_strokes([LINE * unit + 3], pen).shape
    assert height == pytest.approx(EXTENT_PX + pen, abs=2)
    assert width == pytest.approx(pen, abs=2)


def test_the_aspect_ratio_of_the_strokes_is_kept():
    box = np.array([(0, 0), (4, 0), (4, 2), (0, 2), (0, 0)], float)
    height, width = draw_strokes([box], 1).shape
    assert width / height == pytest.approx(2, rel=0.05)


def test_a_single_point_is_a_dot_of_the_pen():
    dot = draw_strokes([np.zeros((2, 2))], 20)
    assert dot.shape == pytest.approx((20, 20), abs=2)


def test_a_crop_holds_all_ink_and_no_more():
    page = np.zeros((20, 30), np.uint8)
    page[4, 5] = page[9, 17] = 1
    assert crop_to_ink(page).shape == (6, 13)


def test_a_page_without_ink_stays_whole():
    assert crop_to_ink(np.zeros((20, 30), np.uint8)).shape == (20, 30)


@pytest.mark.parametrize("count", [2, 3, 4, 9])
def test_a_spline_passes_through_its_ends(count):
    knots = np.random.default_rng(count).normal(size=(count, 2))
    path = spline(knots, 25)
    assert path.shape == (25, 2)
    assert path[[0, -1]] == pytest.approx(knots[[0, -1]])


def test_a_spline_passes_through_its_knots():
    knots = np.array([(0, 0), (1, 2), (3, 1)], float)
    path = spline(knots, 41)
    assert path[20] == pytest.approx(knots[1])


pages = arrays(
    np.uint8,
    st.tuples(st.integers(1, 20), st.integers(1, 20)),
    elements=st.sampled_from([0, 0, 0, 200]),
)


@given(pages)
def test_a_crop_keeps_all_ink_and_can_not_be_cropped_further(page):
    crop = crop_to_ink(page)
    assert crop.sum() == page.sum()
    assert crop_to_ink(crop).shape == crop.shape


@given(pages, st.integers(0, 5), st.integers(0, 5))
def test_paper_around_the_ink_does_not_change_its_crop(page, above, left):
    if page.any():
        padded = np.pad(page, ((above, 1), (left, 2)))
        assert (crop_to_ink(padded) == crop_to_ink(page)).all()


@given(st.integers(0, 2**32 - 1), st.floats(1, 20), st.floats(-500, 500))
def test_where_the_strokes_lie_does_not_matter(seed, pen, shift):
    strokes = np.random.default_rng(seed).integers(0, 50, (2, 3, 2)).astype(float)
    drawn, moved = (
        draw_strokes([*strokes], pen),
        draw_strokes([*(strokes + shift)], pen),
    )
    assert drawn.shape == pytest.approx(moved.shape, abs=1)


@pytest.mark.parametrize("pen", [3, 9, 20])
def test_a_thicker_pen_leaves_more_ink(pen):
    thin, thick = (int((draw_strokes([LINE], p) > 127).sum()) for p in (pen, 2 * pen))
    assert thick > 1.5 * thin


def test_strokes_are_drawn_with_round_ends():
    drawn = draw_strokes([LINE], 30)
    assert drawn[0, 0] == drawn[-1, -1] == 0
    assert drawn[0].any()
