"""Ruled lines go, the strokes that cross them stay."""

import numpy as np
import pytest
from PIL import ImageDraw
from scipy import ndimage

from recognizer.vision.ink import find_ink
from recognizer.vision.lines import without_lines
from tests.drawing import gray, page_of, paper, write


def ruled(page, gap=60, tilt=0, upright=False, shade=120):
    draw = ImageDraw.Draw(page)
    for y in range(20, page.height + page.width, gap):
        draw.line((0, y, page.width, y + tilt), fill=shade, width=2)
        if upright:
            draw.line((y, 0, y + tilt, page.height), fill=shade, width=2)
    return page


def pieces(page) -> int:
    ink = without_lines(find_ink(gray(page)))
    _, count = ndimage.label(ink, np.ones((3, 3)))
    sizes = np.bincount(ndimage.label(ink, np.ones((3, 3)))[0].ravel())[1:]
    return int((sizes > 150).sum()) if count else 0


@pytest.mark.parametrize("tilt", [0, 6, -10])
def test_ruled_lines_go_and_digits_stay(tilt):
    page = write(ruled(paper(500, 400), tilt=tilt), "47", at=(120, 90), size=180)
    assert pieces(page) == 2


def test_faint_rules_go_and_digits_stay():
    page = write(ruled(paper(500, 400), shade=180), "47", at=(120, 90), size=180)
    assert pieces(page) == 2


def test_squared_paper_goes_and_digits_stay():
    page = write(ruled(paper(500, 400), upright=True), "47", at=(120, 90), size=180)
    assert pieces(page) == 2


def test_the_bar_of_a_seven_that_fills_its_picture_stays():
    page = write(paper(150, 220), "7", at=(8, 8), size=200, pen=10)
    ink = find_ink(gray(page))
    assert np.array_equal(without_lines(ink), ink)


def test_paper_without_lines_is_the_same_array():
    ink = find_ink(gray(page_of("123")))
    assert without_lines(ink) is ink


def test_a_small_picture_is_never_searched_for_lines():
    ink = np.zeros((28, 28), np.uint8)
    ink[14] = 255
    assert without_lines(ink) is ink


def test_the_bar_of_a_letter_is_no_line():
    page = paper(400, 300)
    ImageDraw.Draw(page).line((60, 60, 340, 60), fill=30, width=6)
    ImageDraw.Draw(page).line((200, 60, 200, 240), fill=30, width=6)
    ink = find_ink(gray(page))
    assert without_lines(ink) is ink


def test_the_rule_under_a_strip_of_a_form_goes():
    page = write(paper(300, 60), "109", at=(40, 8), size=40, pen=4)
    ImageDraw.Draw(page).line((0, 54, 300, 54), fill=60, width=3)
    rows = np.flatnonzero(without_lines(find_ink(gray(page))).any(1))
    assert rows.max() < 54
