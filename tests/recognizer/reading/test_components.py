"""Regions are digits' boxes in reading order; dirt and edges are none."""

import numpy as np
import pytest
from PIL import ImageDraw

from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.layout.components import MAX_REGIONS, find_regions
from recognizer.reading.layout.segmentation import cut, find_cuts
from tests.support.drawing import gray, page_of, paper, write


def regions(page):
    return find_regions(find_ink(gray(page)))


def test_a_box_holds_its_digit_tightly():
    [region] = regions(write(paper(), "1", at=(60, 60), size=200, pen=16))
    assert region.box == pytest.approx((122, 52, 138, 268), abs=4)
    assert region.ink.shape == (region.height, region.width)


def test_digits_come_left_to_right_and_lines_top_to_bottom():
    found = regions(page_of("123", "45"))
    assert [region.line for region in found] == [0, 0, 0, 1, 1]
    lefts = [region.box.left for region in found]
    assert lefts[:3] == sorted(lefts[:3])


def test_a_line_that_climbs_is_one_line():
    page = paper(700, 400)
    for i, digit in enumerate("24680"):
        write(page, digit, at=(40 + 120 * i, 250 - 40 * i), size=90, pen=8)
    assert {region.line for region in regions(page)} == {0}


def test_a_comma_below_the_digits_parts_no_line():
    page = page_of("1 2", "1 4")
    for bottom in (175, 328):
        ImageDraw.Draw(page).line((125, bottom - 36, 118, bottom), fill=25, width=8)
    assert [region.line for region in regions(page)] == [0, 0, 0, 1, 1, 1]


def test_a_dash_belongs_to_the_line_it_is_in():
    page = page_of("1-2", "3-4")
    assert [region.line for region in regions(page)] == [0, 0, 0, 1, 1, 1]


def test_the_loose_bar_of_a_five_belongs_to_it():
    page = paper()
    draw = ImageDraw.Draw(page)
    draw.line((150, 60, 230, 60), fill=20, width=12)
    draw.arc((90, 80, 220, 240), 200, 150, fill=20, width=12)
    assert len(regions(page)) == 1


def test_dirt_is_left_out():
    page = page_of("12")
    draw = ImageDraw.Draw(page)
    for x, y in ((5, 5), (100, 10), (200, 150)):
        draw.ellipse((x, y, x + 5, y + 5), fill=30)
    assert len(regions(page)) == 2


def test_the_edge_of_the_desk_is_left_out():
    page = page_of("12")
    ImageDraw.Draw(page).rectangle((0, 0, 14, page.height), fill=30)
    assert len(regions(page)) == 2


def test_a_tightly_cropped_one_is_a_region():
    assert len(regions(write(paper(60, 220), "1", at=(-40, 5), size=210))) == 1


def test_no_ink_is_no_region():
    assert find_regions(np.zeros((50, 50), np.uint8)) == []


def test_a_page_of_noise_is_capped():
    ink = np.zeros((400, 400), np.uint8)
    ink[::8, ::8] = ink[1::8, ::8] = ink[::8, 1::8] = ink[1::8, 1::8] = 255
    ink[2::8, ::8] = ink[2::8, 1::8] = 255
    assert len(find_regions(ink)) <= MAX_REGIONS


def test_joining_keeps_all_ink():
    one, other = regions(page_of("47"))
    both = one.joined(other)
    assert both.area == one.area + other.area
    assert both.ink.shape == (both.height, both.width)


def test_touching_digits_are_cut_where_they_touch():
    page = page_of("00", size=120, pen=10)
    ImageDraw.Draw(page).line((100, 130, 200, 130), fill=25, width=8)
    [region] = regions(page)
    parts = cut(region)
    assert sum(part.area for part in parts) == region.area
    middle = (region.box.left + region.box.right) / 2
    assert min(abs(part.box.left - middle) for part in parts) < 25


def test_a_cut_runs_from_top_to_bottom_between_slanted_strokes():
    ink = np.zeros((60, 80), np.uint8)
    for y in range(60):
        for left in (20, 50):
            ink[y, left + (60 - y) // 4 : left + 6 + (60 - y) // 4] = 255
    lost = [int(ink[np.arange(60), path].sum()) for path in find_cuts(ink)]
    assert 0 in lost


def test_a_region_too_narrow_to_cut_stays_whole():
    [region] = regions(write(paper(), "1"))
    assert [part.area for part in cut(region)] == [region.area]


def test_a_digit_at_the_end_of_a_strip_is_no_edge():
    page = write(paper(260, 50), "1", at=(-14, -4), size=60, pen=7)
    write(page, "0", at=(120, 6), size=38, pen=5)
    assert len(regions(page)) == 2


def test_the_frame_around_digits_is_left_out():
    page = page_of("47")
    box = (10, 10, page.width - 10, page.height - 10)
    ImageDraw.Draw(page).rectangle(box, outline=30, width=4)
    assert len(regions(page)) == 2


def test_the_circle_around_several_digits_is_left_out():
    page = write(paper(500, 320), "123", at=(150, 125), size=70, pen=6)
    ImageDraw.Draw(page).ellipse((10, 10, 490, 310), outline=30, width=6)
    assert len(regions(page)) == 3


def test_a_seven_with_a_digit_in_its_corner_is_no_frame():
    page = write(paper(400, 320), "7", at=(80, 40), size=230, pen=10)
    write(page, "1", at=(90, 150), size=80, pen=8)
    assert max(region.height for region in regions(page)) > 200


def test_the_line_under_digits_is_left_out():
    page = page_of("47", size=120)
    y = page.height - 90
    ImageDraw.Draw(page).line((60, y, page.width - 120, y + 6), fill=25, width=7)
    assert len(regions(page)) == 2


@pytest.mark.parametrize("ink", [30, 110])
def test_a_finger_that_reaches_in_is_left_out(ink):
    page = page_of("471", "250")
    y = page.height
    ImageDraw.Draw(page).ellipse((-80, y - 90, 70, y + 90), fill=ink)
    assert len(regions(page)) == 6


def test_a_digit_that_the_border_cuts_stays_beside_thin_ones():
    page = write(paper(260, 150), "471", at=(-10, 30), size=90, pen=10)
    assert len(regions(page)) == 3


@pytest.mark.parametrize("kept", [slice(95, None), slice(None, 245)])
def test_a_line_that_the_border_cuts_through_is_left_out(kept):
    found = find_regions(find_ink(gray(page_of("246", "350"))[kept]))
    assert [region.line for region in found] == [0, 0, 0]


def test_a_line_as_high_as_its_picture_is_no_cut_line():
    found = find_regions(find_ink(gray(page_of("246"))[60:150]))
    assert len(found) == 3
