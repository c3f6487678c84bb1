"""Ink that is no digit is recognized by its shape and place."""

import numpy as np
import pytest

from recognizer.reading.layout.clutter import (
    is_edge,
    is_frame,
    is_rule,
    without_blobs,
    without_cut_lines,
)
from recognizer.reading.layout.glyphs import Region
from recognizer.readings import Box

SHAPE = (200, 300)


def solid(left, top, right, bottom, line=0):
    """Return a region that fills its box."""
    ink = np.full((bottom - top, right - left), 255, np.uint8)
    return Region(Box(left, top, right, bottom), ink, line)


def outline(left, top, right, bottom, thickness=3, line=0):
    """Return a region that is the outline of its box."""
    region = solid(left, top, right, bottom, line)
    region.ink[thickness:-thickness, thickness:-thickness] = 0
    return region


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0, 0, 12, 200), True),  # a line along the left border
        ((0, 190, 300, 200), True),  # a line along the lower border
        ((0, 0, 120, 190), True),  # a dark corner
        ((100, 50, 130, 120), False),  # a digit inside
        ((0, 50, 40, 120), False),  # a digit at the border
    ],
)
def test_the_desk_lies_along_the_border(box, expected):
    assert is_edge(solid(*box), SHAPE) == expected


def test_a_frame_has_a_digit_inside():
    frame = outline(20, 20, 180, 180)
    assert is_frame(frame, [frame, solid(80, 60, 120, 140)])


def test_an_outline_around_nothing_is_no_frame():
    frame = outline(20, 20, 180, 180)
    assert not is_frame(frame, [frame, solid(200, 60, 240, 140)])


def test_dirt_inside_a_zero_makes_no_frame():
    zero = outline(20, 20, 180, 180, thickness=10)
    dirt = solid(90, 90, 110, 110)
    assert not is_frame(zero, [zero, dirt])
    assert not is_frame(zero, [zero, dirt, solid(60, 60, 80, 80)])


def test_what_is_solid_is_no_frame():
    assert not is_frame(solid(20, 20, 180, 180), [solid(80, 60, 120, 140)])


def test_a_seven_is_no_frame_of_what_stands_in_its_corner():
    seven = outline(20, 20, 180, 180)
    seven.ink[3:, :-3] = 0
    assert not is_frame(seven, [seven, solid(60, 60, 120, 140)])


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((10, 100, 200, 106), True),
        ((10, 100, 40, 106), False),  # the loose bar of a 5
        ((10, 100, 200, 140), False),  # too high
    ],
)
def test_a_rule_is_long_and_flat(box, expected):
    assert is_rule(solid(*box), usual=60) == expected


def test_a_finger_is_thicker_than_the_strokes():
    digits = [outline(100, 60, 140, 120, 6), outline(160, 60, 200, 120, 6)]
    finger = solid(240, 100, 300, 180)
    assert without_blobs([*digits, finger], SHAPE) == digits


def test_a_digit_that_touches_the_border_stays():
    digits = [outline(100, 60, 140, 120, 6), outline(260, 60, 300, 120, 6)]
    assert without_blobs(digits, SHAPE) == digits


def test_where_everything_touches_the_border_all_stay():
    regions = [solid(0, 60, 40, 120), solid(260, 60, 300, 120)]
    assert without_blobs(regions, SHAPE) == regions


def test_a_line_that_the_border_cuts_is_left_out():
    cut = [solid(20, 0, 50, 20), solid(80, 0, 110, 20)]
    whole = [solid(20, 80, 50, 140, line=1), solid(80, 80, 110, 140, line=1)]
    kept = without_cut_lines([*cut, *whole], SHAPE)
    assert [region.box for region in kept] == [region.box for region in whole]
    assert {region.line for region in kept} == {0}


def test_a_line_at_the_border_that_is_as_high_as_others_stays():
    upper = [solid(20, 0, 50, 60), solid(80, 0, 110, 60)]
    lower = [solid(20, 100, 50, 160, line=1)]
    assert len(without_cut_lines([*upper, *lower], SHAPE)) == 3


def test_an_only_line_is_never_left_out():
    cut = [solid(20, 0, 50, 20)]
    assert without_cut_lines(cut, SHAPE) == cut
