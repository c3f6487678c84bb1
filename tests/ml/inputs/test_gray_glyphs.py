"""Crops around boxes, and their masks."""

import numpy as np
import pytest

from ml.inputs.gray_glyphs import BOX_PX, GLYPH_SIDE_PX, box_masks, crop_glyphs


@pytest.fixture
def page():
    gray = np.full((100, 80), 200, np.uint8)
    gray[20:60, 30:40] = 10
    return gray


def test_the_box_fills_its_share_of_the_crop(page):
    [glyph] = crop_glyphs(page, np.array([(30, 20, 40, 60)]))
    assert glyph.shape == (GLYPH_SIDE_PX, GLYPH_SIDE_PX, 2)
    assert glyph.dtype == np.uint8
    height = (glyph[..., 0] < 100).any(1).sum()
    assert height == pytest.approx(BOX_PX, abs=1.5)


@pytest.mark.parametrize("scale", [0.5, 1, 3])
def test_the_size_of_the_page_does_not_matter(page, scale):
    large = np.kron(page, np.ones((3, 3), np.uint8))
    [one] = crop_glyphs(page, np.array([(30, 20, 40, 60)]))
    [other] = crop_glyphs(large, 3 * np.array([(30, 20, 40, 60)]))
    assert np.abs(one.astype(int) - other).mean() < 6


def test_a_box_at_the_border_is_continued_with_the_border(page):
    page[:, :3] = 90
    [glyph] = crop_glyphs(page, np.array([(0, 20, 10, 60)]))
    assert (glyph[:, :5, 0] == 90).all()


@pytest.mark.parametrize("box", [(-30, -40, -5, -2), (70, 90, 200, 300), (5, 5, 5, 5)])
def test_boxes_beyond_the_page_are_cut_all_the_same(page, box):
    assert crop_glyphs(page, np.array([box], float)).shape == (1, 40, 40, 2)


def test_no_boxes_give_no_glyphs(page):
    assert crop_glyphs(page, np.zeros((0, 4))).shape == (0, 40, 40, 2)


def test_a_mask_has_the_shape_of_its_box():
    tall, wide, square = box_masks(np.array([(1, 4), (40, 10), (7, 7)])) > 127
    assert tall.any(0).sum() == pytest.approx(BOX_PX / 4, abs=1.1)
    assert tall.any(1).sum() == pytest.approx(BOX_PX, abs=1.1)
    assert np.array_equal(wide, tall.T)
    assert square.any(0).sum() == square.any(1).sum()


def test_a_mask_is_centered():
    [mask] = box_masks(np.array([(3, 5)]))
    assert np.array_equal(mask, mask[::-1, ::-1])
