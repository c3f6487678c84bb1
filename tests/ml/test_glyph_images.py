"""Fields are centred, sized and of MNIST's stroke width."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from ml.glyph_images import stroke_width, to_glyph_image


def bar(height, width):
    return np.full((height, width), 255, np.uint8)


def test_a_field_is_float32_with_ink_at_one():
    field = to_glyph_image(bar(60, 12))
    assert field.shape == (28, 28, 1)
    assert field.dtype == np.float32
    assert field.max() == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("shape", [(400, 60), (60, 400), (5, 2), (28, 28), (1, 1)])
def test_the_longest_side_is_twenty_pixels(shape):
    rows, columns = np.nonzero(to_glyph_image(bar(*shape))[..., 0] > 0.2)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(20, abs=1)


def test_the_center_of_mass_is_in_the_middle():
    ink = np.zeros((100, 80), np.uint8)
    ink[:, :20], ink[90:] = 255, 255
    middle = ndimage.center_of_mass(to_glyph_image(ink)[..., 0])
    assert middle == pytest.approx((13.5, 13.5), abs=0.3)


@pytest.mark.parametrize("pen", [2, 6, 40, 90])
def test_strokes_of_any_pen_come_out_alike(pen):
    ink = np.zeros((300, 200), np.uint8)
    ink[:, :pen], ink[-pen:], ink[:, -pen:] = 255, 255, 255
    width = stroke_width((to_glyph_image(ink)[..., 0] * 255).astype(np.uint8))
    assert 1.0 <= width <= 5.2


def test_faint_ink_is_stretched_to_full_strength():
    assert to_glyph_image(bar(40, 8) // 8).max() > 0.95


def test_a_crop_without_ink_is_refused():
    with pytest.raises(ValueError, match="no ink"):
        to_glyph_image(np.zeros((10, 10), np.uint8))


@given(arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60))))
def test_any_crop_with_ink_becomes_a_field_in_range(ink):
    if ink.any():
        field = to_glyph_image(ink)
        assert field.shape == (28, 28, 1)
        assert 0.0 <= field.min() <= field.max() <= 1.0
