"""Ruled lines go, the strokes that cross them stay."""

import numpy as np
import pytest
from PIL import ImageDraw
from scipy import ndimage

from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.layout import ruled_lines
from recognizer.reading.layout.ruled_lines import without_lines
from tests.support.drawing import form, gray, page_of, paper, write


def ruled(page, gap=60, tilt=0, upright=False, shade=120):
    draw = ImageDraw.Draw(page)
    for y in range(20, page.height + page.width, gap):
        draw.line((0, y, page.width, y + tilt), fill=shade, width=2)
        if upright:
            draw.line((y, 0, y + tilt, page.height), fill=shade, width=2)
    return page


def unruled(page) -> np.ndarray:
    """Return the ink without lines and walls."""
    return without_lines(find_ink(gray(page)))[0].ink


def pieces(page) -> int:
    ink = unruled(page)
    _, count = ndimage.label(ink, np.ones((3, 3)))
    sizes = np.bincount(ndimage.label(ink, np.ones((3, 3)))[0].ravel())[1:]
    return int((sizes > 150).sum()) if count else 0


@pytest.mark.parametrize("tilt", [0, 6, -10])
def test_ruled_lines_go_and_digits_stay(tilt):
    page = write(ruled(paper(500, 400), tilt=tilt), "47", at=(120, 90), size=180)
    assert pieces(page) == 2


def bent(page, gap=50):
    """Rule a page that is folded near its left side and bends to the right."""
    draw, x = ImageDraw.Draw(page), np.arange(page.width)
    fall = np.where(x < 70, 8.0, 0) - 45 * np.sin(x / page.width * np.pi / 2)
    for y in range(60, page.height + 60, gap):
        flatter = 1 - y / page.height / 2
        points = [(float(i), y + float(fall[i]) * flatter) for i in range(0, len(x), 9)]
        draw.line(points, fill=70, width=3)
    return page


@pytest.mark.parametrize("text", ["8003", "36"])
def test_the_rules_of_a_bent_page_go_and_digits_in_columns_stay(text):
    page, rows = bent(paper(1000, 500)), 6
    for row in range(rows):
        write(page, text, at=(240, 50 + 51 * row), size=32, pen=4)
    ink = unruled(page)
    _, count = ndimage.label(ink[:, 200:450], np.ones((3, 3)))
    assert count == rows * len(text)
    assert not ink[:, 500:].any()


def test_faint_rules_go_and_digits_stay():
    page = write(ruled(paper(500, 400), shade=180), "47", at=(120, 90), size=180)
    assert pieces(page) == 2


def test_squared_paper_goes_and_digits_stay():
    page = write(ruled(paper(500, 400), upright=True), "47", at=(120, 90), size=180)
    assert pieces(page) == 2


def test_the_bar_of_a_seven_that_fills_its_picture_stays():
    page = write(paper(150, 220), "7", at=(8, 8), size=200, pen=10)
    ink = find_ink(gray(page))
    assert all(np.array_equal(found.ink, ink) for found in without_lines(ink))


def test_on_paper_without_lines_there_is_nothing_to_take_off():
    ink = find_ink(gray(page_of("123")))
    assert not without_lines(ink)


def test_noise_has_no_lines():
    noise = np.random.default_rng(1).integers(0, 255, (400, 500)).astype(np.uint8)
    assert not without_lines(find_ink(noise))


def test_what_is_no_line_is_given_up_soon(monkeypatch):
    page = paper(800, 600)
    for y in range(30, 600, 14):
        ImageDraw.Draw(page).line((200, y, 500, y), fill=30, width=3)
    looks, best_line = [], ruled_lines._best_line
    monkeypatch.setattr(
        ruled_lines, "_best_line", lambda *votes: looks.append(1) or best_line(*votes)
    )
    assert not without_lines(find_ink(gray(page)))
    assert len(looks) <= 2 * ruled_lines.MAX_FAILED


def test_a_small_picture_is_never_searched_for_lines():
    ink = np.zeros((28, 28), np.uint8)
    ink[14] = 255
    assert not without_lines(ink)


def test_the_bar_of_a_letter_is_no_line():
    page = paper(400, 300)
    ImageDraw.Draw(page).line((60, 60, 340, 60), fill=30, width=6)
    ImageDraw.Draw(page).line((200, 60, 200, 240), fill=30, width=6)
    ink = find_ink(gray(page))
    assert not without_lines(ink)


def test_the_rule_under_a_strip_of_a_form_goes():
    page = write(paper(300, 60), "109", at=(40, 8), size=40, pen=4)
    ImageDraw.Draw(page).line((0, 54, 300, 54), fill=60, width=3)
    rows = np.flatnonzero(unruled(page).any(1))
    assert rows.max() < 54


@pytest.mark.parametrize("lean", [0, 3, -4])
def test_the_walls_of_boxes_go_and_digits_stay(lean):
    page = form("4726", lean=lean)
    first, second = without_lines(find_ink(gray(page)))
    assert ndimage.label(first.ink > 110, np.ones((3, 3)))[1] == 4
    assert ndimage.label(second.ink > 110, np.ones((3, 3)))[1] == 4 + 5
    assert not first.ink[first.walls].any()


def test_a_one_in_its_box_is_no_wall():
    [first, _] = without_lines(find_ink(gray(form("7171"))))
    assert ndimage.label(first.ink > 110, np.ones((3, 3)))[1] == 4


def test_ones_between_two_rules_are_no_walls():
    page = paper(300, 90)
    draw = ImageDraw.Draw(page)
    for y in (10, 80):
        draw.line((0, y, 300, y), fill=30, width=2)
    write(page, "1111", at=(40, 22), size=44, pen=5)
    [found] = without_lines(find_ink(gray(page)))
    assert found.walls is None
