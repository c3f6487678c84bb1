"""Two readers of one line: what each is trusted with."""

from dataclasses import replace

import numpy as np
import pytest

from ml.inputs.line_images import to_line_image
from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.candidates import Candidate
from recognizer.reading.fusion import fuse_lines
from recognizer.reading.lattice import Glyphs, classify
from recognizer.reading.layout.components import find_regions
from recognizer.reading.page_search import read_ink
from recognizer.reading.reader import (
    as_strip,
    find_best,
    read_lines_of,
    with_lines_read,
)
from recognizer.reading.text_lines import find_line_box, ink_box
from tests.support.drawing import gray, page_of, paper, write
from tests.support.engines import FakeNetwork, WatchedNetwork, classed

BLANK = 10


def line_471(prob=0.99):
    """Return where a line says 4, 7 and 1, and how probable each is."""
    return [(0.2, {4: prob}), (0.4, {7: prob}), (0.6, {1: prob})]


def both(label, confidence, *line):
    """Return a network that sees one label in every glyph, and one line everywhere."""
    return FakeNetwork(lambda glyph: classed(label, confidence), *line)


def read(page, network):
    """Return the only line of a drawn page, as both readers see it."""
    contrast = 255 - gray(page)
    ink = find_ink(gray(page))
    line = classify(find_regions(ink), network)
    candidate = Candidate(line, ink, contrast)
    [found] = fuse_lines([line], [find_line_box(line, ink)], candidate, network)
    return found.found


def test_two_who_agree_are_surer_than_one():
    found = read(page_of("33"), both(3, 0.9, (0.3, {3: 0.9}), (0.7, {3: 0.9})))
    assert found.text == (3, 3)
    assert found.probabilities.max(1).min() > 0.93


def test_one_who_doubts_lowers_the_confidence():
    found = read(
        page_of("33"), both(3, 0.99, (0.3, {3: 0.5, 5: 0.4}), (0.7, {3: 0.99}))
    )
    assert found.text == (3, 3)
    assert found.probabilities[0, 3] < found.probabilities[1, 3]


def test_a_text_that_has_a_rival_is_no_surer_than_its_odds():
    alone = read(page_of("33"), both(3, 0.99, (0.3, {3: 0.97}), (0.7, {3: 0.97})))
    rivals = both(3, 0.99, (0.3, {3: 0.97}), (0.5, {1: 0.5}), (0.7, {3: 0.97}))
    rivalled = read(page_of("33"), rivals)
    assert alone.text == rivalled.text == (3, 3)
    assert alone.probabilities.max(1).prod() > 0.95
    assert rivalled.probabilities[rivalled.digits].max(1).prod() < 0.95
    assert rivalled.probabilities.sum(1) == pytest.approx(1)


def test_digits_that_touch_are_parted_where_the_line_reader_sees_them():
    page = page_of("00")
    write(page, "-", at=(110, 100), size=90, pen=8)
    found = read(page, both(BLANK, 0.9, (0.3, {0: 0.95}), (0.7, {0: 0.95})))
    assert found.text == (0, 0)
    left, right = (found.regions[i].box for i in found.digits)
    assert left.right <= right.left + 12


def test_the_path_decides_where_the_line_reader_wavers():
    network = both(8, 0.99, (0.3, {3: 0.5, 8: 0.45}), (0.7, {8: 0.9}))
    assert read(page_of("88"), network).text == (8, 8)


def test_what_only_single_digits_see_is_left_out():
    assert read(page_of("1x"), both(1, 0.55, (0.2, {1: 0.99}))).text == (1,)


@pytest.mark.parametrize(("sure", "text"), [(0.99, (3, 3)), (0.75, (3,))])
def test_a_digit_that_the_line_reader_drops_stays_where_all_are_sure(sure, text):
    network = both(3, sure, (0.3, {3: 0.06}), (0.7, {3: 0.95}))
    assert read(page_of("33"), network).text == text


def test_a_sure_line_does_not_outweigh_what_is_unthinkable():
    assert read(page_of("33"), both(3, 0.99, (0.7, {3: 0.95}))).text == (3,)


def test_more_digits_than_parts_are_cut_straight():
    line_boxes = [(0.2 + 0.12 * i, {1: 0.99}) for i in range(6)]
    page = paper(400, 200)
    write(page, "--", at=(40, 20), size=150, pen=20)
    found = read(page, both(BLANK, 0.9, *line_boxes))
    assert found.text == (1,) * 6
    lefts = [region.box.left for region in found.regions]
    assert lefts == sorted(lefts)


def test_the_box_of_a_line_heeds_no_dots_and_no_commas():
    page = page_of("47")
    plain = find_line_box(classify_none(page), find_ink(gray(page))).box
    write(page, "-", at=(122, 150), size=16, pen=6)
    dotted = find_line_box(classify_none(page), find_ink(gray(page))).box
    assert plain == dotted


def test_the_box_of_a_strip_leaves_stray_ink_out():
    page = paper(400, 160)
    write(page, "888", at=(40, 40), size=80)
    tight = ink_box(find_ink(gray(page)))
    write(page, "-", at=(300, 0), size=12, pen=3)
    assert ink_box(find_ink(gray(page))).top == pytest.approx(tight.top, abs=3)


def test_a_strip_is_read_whole_where_its_parts_say_little():
    network = both(BLANK, 0.9)
    page = page_of("471")
    ink = find_ink(gray(page))
    parts = classify(find_regions(ink), network)
    candidate = Candidate(parts, ink, 255 - gray(page))
    network = both(BLANK, 0.9, *line_471())
    _, lines = with_lines_read(candidate, network)
    assert as_strip(candidate, lines, network).page.found.text == (4, 7, 1)


def wide_page():
    return write(paper(420, 110), "471", at=(60, 20), size=70, pen=6)


@pytest.mark.parametrize(("prob", "text"), [(0.9, (4, 7, 1)), (0.2, None)])
def test_a_likely_strip_is_read_where_its_parts_say_nothing(prob, text):
    network = both(BLANK, 0.99, *line_471(prob))
    page = gray(wide_page())
    ink = find_ink(page)
    parts = classify(find_regions(ink), network)
    strip = as_strip(Candidate(parts, ink, 255 - page), [], network)
    assert (strip.page.found.text if strip else None) == text
    assert strip is None or strip.page.is_printed


def test_a_wide_picture_is_read_as_a_strip_where_it_looked_like_a_turned_page():
    network = both(BLANK, 0.9, *line_471())
    page = gray(wide_page())
    turned = replace(read_ink(find_ink(page), 255 - page, network), turn=3)
    assert read_lines_of(turned, page, network).found.text == (4, 7, 1)


def test_the_text_that_is_likeliest_is_returned_whatever_its_parts_say():
    found = read(page_of("77"), both(7, 0.99, (0.3, {3: 0.9}), (0.7, {3: 0.9})))
    assert found.text == (3, 3)
    network = both(BLANK, 0.999, (0.3, {3: 0.8}), (0.7, {3: 0.8}))
    assert read(page_of("77"), network).text == (3, 3)


def test_doubt_leaves_a_number_a_number_and_the_text_as_it_is():
    network = both(3, 0.99, (0.3, {3: 0.4, 5: 0.35}), (0.7, {3: 0.4, 5: 0.35}))
    found = read(page_of("33"), network)
    assert found.text == (3, 3)
    assert found.probabilities[:, BLANK].max() < 0.5
    assert found.probabilities[:, 3].prod() < 0.5


def test_digits_are_placed_where_the_paper_is_dark_if_the_ink_was_missed():
    line = (0.25, {4: 0.99}), (0.5, {7: 0.99}), (0.75, {1: 0.99})
    network = both(BLANK, 0.99, *line)
    page = page_of("471")
    contrast = 255 - gray(page)
    ink = find_ink(gray(page))
    line_box = find_line_box(classify(find_regions(ink), network), ink)
    ink[:, : ink.shape[1] // 2] = 0
    found = classify(find_regions(ink), network)
    candidate = Candidate(found, ink, contrast)
    [line] = fuse_lines([found], [line_box], candidate, network)
    assert line.found.text == (4, 7, 1)
    lefts = [line.found.regions[i].box.left for i in line.found.digits]
    assert lefts == sorted(lefts)


def test_a_strip_is_read_dark_on_light_where_its_negative_looked_likelier():
    network = both(BLANK, 0.9, *line_471())
    page = gray(page_of("471"))
    negative = read_ink(255 - find_ink(page), page, network)
    assert read_lines_of(negative, page, network).found.text == (4, 7, 1)


@pytest.mark.parametrize(("width", "is_read"), [(420, True), (180, False)])
def test_one_clear_digit_on_a_wide_picture_is_read_as_a_line_too(width, is_read):
    network = WatchedNetwork(lambda glyph: classed(1, 0.99), (0.5, {1: 0.99}))
    page = paper(width, 140)
    write(page, "1", at=(width // 2 - 30, 10), size=120)
    assert find_best(gray(page), network).found.text == (1,)
    assert bool(network.line_images) == is_read


def test_a_text_that_both_find_likely_is_as_sure_as_they_are_together():
    doubted = read(page_of("33"), both(3, 0.8, (0.3, {3: 0.99}), (0.7, {3: 0.99})))
    shared = read(page_of("33"), both(3, 0.99, (0.3, {3: 0.99}), (0.7, {3: 0.99})))
    assert doubted.text == shared.text == (3, 3)
    assert (
        0.64 < doubted.probabilities[:, 3].prod() <= shared.probabilities[:, 3].prod()
    )
    assert shared.probabilities.max() < 1


def classify_none(page):
    """Return the regions of a page, without a network."""
    regions = find_regions(find_ink(gray(page)))
    line = regions[0].line
    regions = [region for region in regions if region.line == line]
    fields = np.zeros((len(regions), 28, 28, 1), np.float32)
    return Glyphs(regions, fields, np.full((len(regions), 11), 1 / 11))


def test_strips_are_made_of_contrast_not_of_ink_alone():
    contrast = np.zeros((64, 128), np.uint8)
    contrast[20:44, 40:48] = 200
    contrast[:, 100:] = 60  # print that was not taken for strokes
    ink = np.where(contrast > 100, 255, 0).astype(np.uint8)
    strip = to_line_image(contrast, ink)
    assert strip[:, -12].mean() == pytest.approx(0.3, abs=0.05)
