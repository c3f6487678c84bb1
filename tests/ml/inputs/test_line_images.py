"""Text lines of any size become line images of one height and full ink."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.inputs.line_images import (
    LINE_HEIGHT_PX,
    LINE_MARGIN_PX,
    MAX_WIDTH_PX,
    to_line_image,
)


def bar(height, width, thick, contrast=140):
    """Return the contrast, uint8 (height, width), of an upright bar in the middle."""
    page = np.zeros((height, width), np.uint8)
    left = (width - thick) // 2
    page[height // 8 : -(height // 8), left : left + thick] = contrast
    return page


@pytest.mark.parametrize("size", [20, 32, 200, 900])
def test_a_line_of_any_size_becomes_a_line_image_of_full_ink(size):
    contrast = bar(size, 2 * size, max(size // 8, 1))
    image = to_line_image(contrast, contrast)
    assert image.shape[0] == LINE_HEIGHT_PX
    assert image.shape[1] == pytest.approx(2 * (LINE_HEIGHT_PX + LINE_MARGIN_PX), abs=1)
    assert image.max() > 0.9


def test_margins_are_paper():
    contrast = np.full((40, 80), 200, np.uint8)
    image = to_line_image(contrast, contrast)
    margins = image[:, [*range(LINE_MARGIN_PX), *range(-LINE_MARGIN_PX, 0)]]
    assert not margins.any()
    assert image[:, LINE_MARGIN_PX:-LINE_MARGIN_PX].min() > 0.9


def test_hairlines_do_not_fade():
    thin = bar(600, 1200, 4)
    assert to_line_image(thin, thin).max() > 0.8


def test_a_line_without_ink_is_blank():
    blank = np.zeros((40, 80), np.uint8)
    assert not to_line_image(blank, blank).any()


def test_print_beside_the_strokes_stays_fainter_than_they_are():
    contrast = bar(40, 120, 5, 200)
    contrast[:, 10:20] = 60
    image = to_line_image(contrast, bar(40, 120, 5, 200))
    left = image[:, LINE_MARGIN_PX : LINE_MARGIN_PX + 16]
    assert 0.2 < left.max() < 0.5


def test_a_very_long_line_is_compressed():
    contrast = np.zeros((10, 4000), np.uint8)
    image = to_line_image(contrast, contrast)
    assert image.shape[1] == MAX_WIDTH_PX + 2 * LINE_MARGIN_PX


@settings(max_examples=30)
@given(st.integers(2, 300), st.integers(1, 600), st.integers(0, 2**32 - 1))
def test_any_line_gives_values_between_paper_and_ink(height, width, seed):
    rng = np.random.default_rng(seed)
    contrast = rng.integers(0, 256, (height, width), np.uint8)
    image = to_line_image(contrast, np.where(contrast > 180, 255, 0).astype(np.uint8))
    assert image.dtype == np.float32
    assert image.shape[0] == LINE_HEIGHT_PX
    assert 0.0 <= image.min() <= image.max() <= 1.0


@pytest.mark.parametrize("value", [60, 140])
def test_strokes_of_any_contrast_become_full_ink(value):
    ink = bar(40, 120, 5, 255)
    image = to_line_image(bar(40, 120, 5, value), ink)
    assert image == pytest.approx(to_line_image(ink, ink), abs=0.05)


def test_a_line_keeps_the_order_of_its_characters():
    page = np.zeros((40, 160), np.uint8)
    page[8:32, 20:24] = page[8:32, 60:64] = page[8:32, 140:144] = 220
    image = to_line_image(page, page)
    ink = np.flatnonzero((image > 0.5).any(0))
    starts = ink[np.flatnonzero(np.diff(ink, prepend=-9) > 1)] - LINE_MARGIN_PX
    assert starts == pytest.approx(np.array([20, 60, 140]) * 0.8, abs=1.5)


def test_the_arrays_given_are_not_changed():
    page = bar(200, 400, 3)
    before = page.copy()
    to_line_image(page, page)
    assert (page == before).all()
