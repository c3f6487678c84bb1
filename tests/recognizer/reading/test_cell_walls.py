"""The walls of a form's cells stand between two lines; digits are none."""

import numpy as np
import pytest

from recognizer.reading.layout.cell_walls import find_walls

UPPER, LOWER, THICKNESS = 20, 80, 3


def form(walls, lean=0.0, shape=(100, 300)):
    """Return the ink of a form with walls at these columns, and its two lines."""
    ink, flat = np.zeros(shape, np.uint8), np.zeros(shape, bool)
    for top in (UPPER, LOWER):
        ink[top : top + THICKNESS] = 255
        flat[top - 2 : top + THICKNESS + 2] = True
    for column in walls:
        for row in range(UPPER, LOWER + THICKNESS):
            left = column + round(lean * (row - LOWER))
            ink[row, left : left + THICKNESS] = 255
    return ink, flat


@pytest.mark.parametrize("lean", [0.0, 0.08, -0.06])
def test_walls_are_found_upright_or_leaning(lean):
    walls = find_walls(*form([60, 120, 180, 240], lean))
    middle = walls[(UPPER + LOWER) // 2]
    starts = np.flatnonzero(np.diff(middle.astype(int)) == 1)
    assert len(starts) == 4
    assert walls.dtype == bool


def test_all_ink_of_a_wall_is_covered():
    ink, flat = form([60, 180])
    walls = find_walls(ink, flat)
    between = slice(UPPER + THICKNESS, LOWER)
    assert not (ink[between] > 0)[~walls[between]].any()


def test_a_single_wall_may_be_a_one():
    assert not find_walls(*form([150])).any()


def test_a_stroke_that_ends_before_a_line_is_no_wall():
    ink, flat = form([60, 180])
    ink[30:70, 120:123] = 255
    assert not find_walls(ink, flat)[50, 116:127].any()


def test_a_thick_stroke_between_the_lines_is_no_wall():
    ink, flat = form([60, 180])
    ink[UPPER:LOWER, 120:134] = 255
    assert not find_walls(ink, flat)[50, 116:138].any()


def test_without_two_lines_there_are_no_walls():
    ink, flat = form([60, 180])
    flat[50:] = False
    assert not find_walls(ink, flat).any()


def test_lines_that_cover_little_of_the_page_have_no_walls():
    ink, flat = form([60, 180])
    flat[:, 100:] = False
    assert not find_walls(ink, flat).any()
