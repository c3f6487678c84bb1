"""Line images and glyph images from gray pages, without binarization."""

import numpy as np
import pytest

from ml.inputs.contrast import find_threshold, measure_contrast
from ml.inputs.gray_lines import crop_line, fit_slope, level_boxes
from ml.inputs.ink_glyphs import cut_glyph_images
from tests.support.drawing import gray, page_of

PAGE = gray(page_of("417", size=90))
INK = np.argwhere(PAGE < 128)
BOX = np.array([*INK.min(0)[::-1], *INK.max(0)[::-1] + 1], float)


def test_the_contrast_of_plain_paper_is_none():
    assert measure_contrast(np.full((40, 90), 200, np.uint8), 20).max() == 0


def test_contrast_is_the_same_for_light_ink_on_dark_paper():
    light = measure_contrast(255 - PAGE, 60)
    np.testing.assert_array_equal(light, measure_contrast(PAGE, 60))


def test_a_shadow_is_paper():
    shade = np.linspace(0.4, 1, PAGE.shape[1])
    contrast = measure_contrast((PAGE * shade).astype(np.uint8), 60)
    assert contrast[:10].max() < 20
    assert contrast[PAGE < 60].min() > 60


def test_the_threshold_parts_two_classes():
    values = np.array([10, 12, 11, 10, 200, 210], np.uint8)
    assert 12 <= find_threshold(values) < 200


def test_one_class_alone_is_not_parted():
    assert find_threshold(np.full(9, 7, np.uint8)) in range(8)


def test_a_line_image_shows_dark_strokes_on_empty_paper():
    image = crop_line(PAGE, BOX)
    assert image.shape[0] == 32
    assert image.min() == 0
    assert image.max() == 1
    assert 0.05 < (image > 0.5).mean() < 0.5


def test_a_sloping_line_is_level_in_its_image():
    slope = 0.2
    rows = np.arange(PAGE.shape[0])[:, None]
    columns = np.arange(PAGE.shape[1])
    middle = (BOX[0] + BOX[2] - 1) / 2
    shift = np.rint(slope * (columns - middle)).astype(int)
    sloping = PAGE[(rows - shift).clip(0, len(PAGE) - 1), columns]
    level = crop_line(PAGE, BOX)
    assert np.abs(crop_line(sloping, BOX, slope) - level).mean() < 0.02
    assert np.abs(crop_line(sloping, BOX) - level).mean() > 0.1


def test_the_slope_of_a_line_is_taken_out_of_its_boxes():
    boxes = np.array([(20 * i, 4 * i, 20 * i + 10, 4 * i + 30) for i in range(5)])
    slope = fit_slope(boxes)
    assert slope == pytest.approx(0.2)
    level = level_boxes(boxes, slope, middle=45)
    assert np.ptp(level[:, 1]) == pytest.approx(0, abs=1e-9)
    assert level[:, 1].mean() == pytest.approx(boxes[:, 1].mean())


def test_two_boxes_show_no_slope_and_a_column_is_no_line():
    pair = np.array([[0, 0, 10, 30], [20, 5, 30, 35]])
    assert fit_slope(pair) == 0
    assert fit_slope(pair[:1]) == 0
    assert fit_slope(np.array([[0, 40 * i, 10, 40 * i + 30] for i in range(3)])) > 1e9


def test_a_line_may_reach_past_the_page():
    image = crop_line(PAGE, BOX + np.array([-300, -20, 300, 20]))
    assert image.shape[0] == 32
    assert np.isfinite(image).all()


@pytest.mark.parametrize("size", [1, 2])
def test_the_smallest_page_has_a_line_image(size):
    page = np.zeros((size, size), np.uint8)
    assert crop_line(page, np.array([0, 0, size, size])).shape[0] == 32


def test_the_glyph_image_of_a_box_is_as_in_mnist():
    page = gray(page_of("7", size=120))
    ink = np.argwhere(page < 128)
    box = np.array([[*ink.min(0)[::-1], *ink.max(0)[::-1] + 1]], float)
    [image] = cut_glyph_images(page, box)
    assert image.shape == (28, 28, 1)
    assert image.max() == pytest.approx(1, abs=0.02)
    rows, columns, _ = np.nonzero(image > 0.3)
    assert np.ptp(rows) + 1 == pytest.approx(20, abs=2)
    assert rows.mean() == pytest.approx(columns.mean(), abs=4)


def test_the_glyph_image_of_a_sloppy_box_is_that_of_a_tight_one():
    page = gray(page_of("4", size=120))
    ink = np.argwhere(page < 128)
    tight = np.array([*ink.min(0)[::-1], *ink.max(0)[::-1] + 1], float)
    moves = np.array([[0, 0, 0, 0], [2, 2, -2, -2], [-5, -5, 5, 5]])
    images = cut_glyph_images(page, tight + moves)
    assert np.abs(images[1:] - images[0]).mean() < 0.03


def test_an_empty_box_has_an_empty_glyph_image():
    page = np.full((60, 60), 220, np.uint8)
    boxes = np.array([[10, 10, 30, 40], [50, 50, 70, 90], [5, 5, 5, 5]], float)
    assert not cut_glyph_images(page, boxes).any()


def test_no_boxes_have_no_glyph_images():
    assert cut_glyph_images(PAGE, np.zeros((0, 4))).shape == (0, 28, 28, 1)
