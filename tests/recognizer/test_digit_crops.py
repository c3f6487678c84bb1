"""Digits cut out of kept pictures, in the form of MNIST."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ml.inputs.ink_glyphs import cut_glyph_images
from recognizer.digit_crops import crop_digits
from recognizer.reading.lines.text_lines import find_lines, reading_order
from recognizer.readings import Box
from tests.support.drawing import gray, page_of, paper, write
from tests.support.engines import find_shapes

MAX_DIFFERENCE = 8  # gray levels on average, of 255


def find_digits(page):
    """Return the boxes of a page in reading order, and the line of each."""
    boxes = find_shapes(gray(page))
    lines = find_lines(boxes)
    order = reading_order(boxes, lines)
    digits = [Box(*map(int, box)) for box in boxes[order]]
    return digits, lines[order].tolist()


def seen_by_the_network(page):
    boxes, _ = find_digits(page)
    return 255 * cut_glyph_images(gray(page), np.array(boxes, float))[..., 0]


def differ(fields, others):
    return np.abs(fields.astype(float) - others).mean()


@pytest.mark.parametrize("lines", [["7"], ["407"], ["12", "90"]])
def test_a_field_is_what_the_network_saw(lines):
    page = page_of(*lines)
    fields = crop_digits(page, *find_digits(page))
    assert fields.dtype == np.uint8
    assert differ(fields, seen_by_the_network(page)) < MAX_DIFFERENCE


def test_a_larger_picture_gives_the_same_digits():
    page = page_of("407")
    boxes, lines = find_digits(page)
    larger = page.resize((page.width * 4, page.height * 4))
    fields = crop_digits(larger, [Box(*(4 * edge for edge in b)) for b in boxes], lines)
    assert differ(fields, seen_by_the_network(page)) < MAX_DIFFERENCE


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_digits_of_a_turned_page_stand_upright(turn):
    page = page_of("4071")
    boxes, lines = find_digits(page)
    width, height = page.size
    turned = page
    for _ in range(turn):
        boxes = [Box(b.top, width - b.right, b.bottom, width - b.left) for b in boxes]
        turned = turned.transpose(Image.Transpose.ROTATE_90)
        width, height = height, width
    fields = crop_digits(turned, boxes, lines)
    assert differ(fields, seen_by_the_network(page)) < MAX_DIFFERENCE


def test_the_tip_of_a_neighbor_is_left_out():
    page = write(paper(), "1")
    [box], _ = find_digits(page)
    box = box._replace(right=box.right + 20)
    alone = crop_digits(page, [box], [0])[0]
    bar = Box(box.right - 10, box.bottom - 20, page.width, box.bottom)
    ImageDraw.Draw(page).rectangle(bar, fill=25)
    beside, _ = crop_digits(page, [box, bar], [0, 0])
    unparted = crop_digits(page, [box], [0])[0]
    assert np.abs(beside.astype(int) - alone).max() < 16
    assert np.abs(unparted.astype(int) - alone).max() > 100


def test_a_box_without_ink_is_all_paper():
    fields = crop_digits(paper(), [Box(10, 10, 60, 60)], [0])
    assert fields.shape == (1, 28, 28)
    assert not fields.any()


def test_a_box_beyond_the_border_is_cut():
    page = page_of("7")
    assert crop_digits(page, [Box(-5, -5, 9999, 9999)], [0]).any()


def test_no_boxes_give_no_fields():
    assert crop_digits(paper(), [], []).shape == (0, 28, 28)
