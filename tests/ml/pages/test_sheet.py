"""The sheet: what is put where, which label it has, where numbers end."""

import numpy as np
import pytest

from ml.data.drawings.strokes import draw_pen, shape_ink
from ml.data.number_texts import OTHER
from ml.data.pages.pens import make_writer
from ml.data.pages.sheet import Place, Sheet, Style, turn, write_text

BLOCK = np.full((10, 6), 255, np.uint8)


@pytest.fixture
def sheet():
    return Sheet(100, 100, 60)


@pytest.fixture
def writer(sprites):
    return make_writer(sprites, np.random.default_rng(0), "normal", "forms")


def test_ink_is_put_around_its_middle(sheet):
    assert sheet.put(BLOCK, 20, 30, 7, Place(line=2))
    assert sheet.ink[25:35, 17:23].min() == 255
    assert sheet.ink.sum() == 255 * 60
    assert sheet.classes == [7]
    assert sheet.places[0].line == 2


def test_an_outline_is_as_large_as_its_ink(sheet):
    sheet.put(BLOCK, 20, 30, 7)
    assert sheet.outlines[0].min(0).tolist() == [17, 25]
    assert sheet.outlines[0].max(0).tolist() == [23, 35]
    assert sheet.heights().tolist() == [10]


def test_a_labeled_mark_is_not_cut_by_the_frame(sheet):
    assert not sheet.put(BLOCK, 50, 58, 7)
    assert not sheet.ink.any()
    assert sheet.put(BLOCK, 50, 58)
    assert sheet.ink.any()
    assert sheet.classes == []


def test_nothing_is_put_outside(sheet):
    assert not sheet.put(BLOCK, 50, 90)


def test_a_place_is_free_until_something_stands_there(sheet):
    assert sheet.is_free((10, 10, 20, 20), 2)
    sheet.put(BLOCK, 25, 15)
    assert not sheet.is_free((10, 10, 20, 20), 2)
    assert sheet.is_free((10, 10, 20, 20), 1)


def test_print_is_a_layer_of_its_own(sheet):
    assert sheet.print_layer() is None
    sheet.rule([(0, 30), (100, 30)], 2)
    printed = np.asarray(sheet.print_layer())
    assert printed.shape == (100, 100)
    assert printed[29:32].max() == 255
    assert not printed[40:].any()
    assert not sheet.ink.any()


def test_a_text_is_labeled_character_by_character(writer):
    sheet = Sheet(400, 400, 100)
    length = write_text(sheet, writer, "12/3", (10, 50), Style(40, 0.2), Place(line=0))
    assert sheet.classes == [1, 2, 14, 3]
    assert [place.number for place in sheet.places] == [0] * 4
    assert 60 < length < 250


def test_numbers_end_at_spaces_and_before_an_equals_sign(writer):
    sheet = Sheet(600, 600, 100)
    write_text(sheet, writer, "12 4=6", (10, 50), Style(40, 0.2))
    assert sheet.classes == [1, 2, 4, OTHER, 6]
    assert [place.number for place in sheet.places] == [0, 0, 1, -1, 2]


def test_points_too_small_to_see_have_no_label(writer):
    sheet = Sheet(200, 200, 100)
    writer.pen = 0.01
    write_text(sheet, writer, "1.1", (10, 50), Style(8, 0.3))
    assert sheet.classes == [1, 1]


def test_letters_are_other_characters(writer):
    sheet = Sheet(300, 300, 100)
    write_text(sheet, writer, "2a", (10, 50), Style(40, 0.2))
    assert sheet.classes == [2, OTHER]


def test_a_vector_is_turned_clockwise():
    assert turn(1, 0, 90) == pytest.approx((0, 1))


def test_a_stroke_is_as_long_as_asked_and_as_wide_as_its_pen():
    ink = draw_pen([np.array([(0.0, 0.0), (50.0, 0.0)])], 6)
    assert ink.shape[0] in (6, 7)
    assert 54 <= ink.shape[1] <= 58


def test_pressure_changes_the_width_of_a_stroke():
    path = np.stack([np.linspace(0, 200, 40), np.zeros(40)], 1)
    widths = (draw_pen([path], 12, pressure=0.4) > 128).sum(0)
    assert widths.max() > 1.5 * np.median(np.sort(widths[20:-20])[:10])


@pytest.mark.parametrize("height", [12, 40, 200])
def test_ink_is_scaled_to_its_height(height):
    ink = np.zeros((20, 12), np.uint8)
    ink[:, 4:8] = ink[:4] = 255
    shaped = shape_ink(ink, height, 0, 0, 1, 120)
    assert abs(shaped.shape[0] - height) <= max(2, height / 20)


def test_a_quarter_turn_swaps_height_and_width():
    ink = np.full((30, 10), 255, np.uint8)
    shaped = shape_ink(ink, 60, 90, 0, 1, 120)
    assert shaped.shape[1] > 2 * shaped.shape[0]


def test_ink_too_faint_to_see_leaves_nothing():
    assert not shape_ink(np.full((5, 5), 10, np.uint8), 20, 0, 0, 1, 200).size
