"""Glyph images are centered, of one size and of MNIST's stroke width."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from ml.inputs.glyph_images import stroke_width, to_glyph_image


def bar(height, width, value=255):
    return np.full((height, width), value, np.uint8)


def outline(pen):
    """Return the ink, uint8 (300, 200), of a frame open at the top."""
    ink = np.zeros((300, 200), np.uint8)
    ink[:, :pen], ink[-pen:], ink[:, -pen:] = 255, 255, 255
    return ink


def test_a_glyph_image_is_float32_with_ink_at_one():
    image = to_glyph_image(bar(60, 12))
    assert image.shape == (28, 28, 1)
    assert image.dtype == np.float32
    assert image.max() == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("shape", [(400, 60), (60, 400), (5, 2), (28, 28), (1, 1)])
def test_the_longest_side_is_twenty_pixels(shape):
    rows, columns = np.nonzero(to_glyph_image(bar(*shape))[..., 0] > 0.2)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(20, abs=1)


def test_the_aspect_ratio_is_kept():
    rows, columns = np.nonzero(to_glyph_image(outline(30))[..., 0] > 0.5)
    assert np.ptp(rows) / np.ptp(columns) == pytest.approx(300 / 200, rel=0.1)


def test_the_center_of_mass_is_in_the_middle():
    ink = np.zeros((100, 80), np.uint8)
    ink[:, :20], ink[90:] = 255, 255
    middle = ndimage.center_of_mass(to_glyph_image(ink)[..., 0])
    assert middle == pytest.approx((13.5, 13.5), abs=0.3)


@pytest.mark.parametrize("pen", [2, 6, 40, 90])
def test_strokes_of_any_pen_come_out_alike(pen):
    image = to_glyph_image(outline(pen))[..., 0]
    assert 1.0 <= stroke_width((image * 255).astype(np.uint8)) <= 5.2


def test_faint_ink_is_stretched_to_full_strength():
    assert to_glyph_image(bar(40, 8) // 8).max() > 0.95


def test_the_ink_given_is_not_changed():
    ink = outline(6) // 2
    before = ink.copy()
    to_glyph_image(ink)
    assert (ink == before).all()


def test_a_larger_crop_of_the_same_shape_gives_the_same_image():
    small = to_glyph_image(outline(24))
    large = to_glyph_image(outline(24).repeat(2, 0).repeat(2, 1))
    assert np.abs(small - large).mean() < 0.02


def test_a_crop_without_ink_is_refused():
    with pytest.raises(ValueError, match="no ink"):
        to_glyph_image(np.zeros((10, 10), np.uint8))


@pytest.mark.parametrize("pen", [4, 10, 25])
def test_the_width_of_a_straight_stroke_is_measured(pen):
    page = np.zeros((200, 60), np.uint8)
    page[10:190, 20 : 20 + pen] = 255
    # Straight strokes along the pixels have the shortest outline, so measure widest.
    assert stroke_width(page) == pytest.approx(pen / 0.85, rel=0.15)


def test_a_page_without_ink_has_no_stroke_width():
    assert stroke_width(np.zeros((20, 20), np.uint8)) == 0


@given(arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60))))
def test_any_crop_with_ink_becomes_an_image_in_range(ink):
    if ink.any():
        image = to_glyph_image(ink)
        assert image.shape == (28, 28, 1)
        assert 0.0 <= image.min() <= image.max() <= 1.0


def asymmetric(pen=20):
    """Return the ink, uint8, of an L with a short foot."""
    ink = np.zeros((160, 110), np.uint8)
    ink[:, :pen], ink[-pen:] = 255, 255
    return ink


@pytest.mark.parametrize("flip", [np.flipud, np.fliplr, np.transpose])
def test_a_flipped_glyph_gives_a_flipped_image(flip):
    image = to_glyph_image(asymmetric())[..., 0]
    flipped = to_glyph_image(np.ascontiguousarray(flip(asymmetric())))[..., 0]
    assert np.abs(flipped - flip(image)).mean() < 0.03


@pytest.mark.parametrize("strength", [40, 120, 254])
def test_the_strength_of_the_ink_does_not_matter(strength):
    faint = np.where(asymmetric() > 0, strength, 0).astype(np.uint8)
    assert to_glyph_image(faint) == pytest.approx(
        to_glyph_image(asymmetric()), abs=0.02
    )


@pytest.mark.parametrize(("pen", "bounds"), [(4, (1.5, 3)), (70, (3.5, 6))])
def test_thin_strokes_get_thicker_and_thick_ones_thinner(pen, bounds):
    scaled = pen * 20 / 300
    image = (to_glyph_image(outline(pen))[..., 0] * 255).astype(np.uint8)
    width = stroke_width(image)
    assert bounds[0] <= width <= bounds[1]
    assert (width > scaled) == (pen == 4)


def test_a_dot_fills_its_box():
    image = to_glyph_image(bar(30, 30))
    assert (image > 0.5).sum() == pytest.approx(20 * 20, rel=0.15)


def test_gray_edges_stay_gray():
    x = np.arange(60) + np.zeros((90, 1))
    ramp = np.clip(255 - 6 * np.abs(x - 30), 0, 255).astype(np.uint8)
    image = to_glyph_image(ramp)
    assert ((image > 0.1) & (image < 0.9)).any()
