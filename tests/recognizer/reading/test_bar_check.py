"""A bar alone is a 1 only where it was written."""

from dataclasses import replace

import numpy as np
import pytest

from recognizer.reading.bar_check import are_mere_bars
from recognizer.reading.candidates import Candidate
from recognizer.reading.lattice import Glyphs
from recognizer.reading.layout.glyphs import Region
from recognizer.readings import Box

INK = 30


def drawn(bars, shape=(300, 400), paper=230, ink=INK):
    """Return what was found in a picture of bars (left, top, right, bottom), and it.

    Args:
        bars: with a digit for each.
        shape: of the picture.
        paper: gray value of the paper.
        ink: gray value of the bars.
    """
    gray, found = np.full(shape, paper, np.uint8), np.zeros(shape, np.uint8)
    for box, _ in bars:
        rows, columns = slice(box[1], box[3]), slice(box[0], box[2])
        gray[rows, columns], found[rows, columns] = ink, 255
    regions = [Region(Box(*b), found[b[1] : b[3], b[0] : b[2]]) for b, _ in bars]
    chances = np.eye(11, dtype=np.float32)[[label for _, label in bars]]
    fields = np.zeros((len(bars), 28, 28, 1), np.float32)
    contrast = (found / 255 * (paper - ink)).astype(np.uint8)
    return Candidate(Glyphs(regions, fields, chances), found, contrast), gray


MIDDLE = (200, 100, 210, 200)


def test_a_bar_on_paper_is_a_one():
    assert not are_mere_bars(*drawn([(MIDDLE, 1)]))


def test_a_bar_at_the_edge_of_a_shadow_is_a_one():
    page, gray = drawn([(MIDDLE, 1)])
    gray[:, 210:] = 120
    assert not are_mere_bars(page, gray)


@pytest.mark.parametrize("other", [INK, 20, 45])
def test_the_edge_of_something_dark_is_none(other):
    page, gray = drawn([(MIDDLE, 1)])
    gray[:, :200] = other
    assert are_mere_bars(page, gray)


@pytest.mark.parametrize(("ink", "none"), [(52, True), (20, False)])
def test_the_grain_of_a_desk_beside_a_page_is_none(ink, none):
    page, gray = drawn([(MIDDLE, 1)], paper=60, ink=ink)
    gray[:, 260:] = 230
    page = replace(page, contrast=np.where(page.ink, 60, 0).astype(np.uint8))
    assert are_mere_bars(page, gray) == none


@pytest.mark.parametrize("box", [(0, 100, 12, 200), (380, 80, 400, 300)])
def test_a_bar_that_the_border_of_a_photo_cuts_is_none(box):
    assert are_mere_bars(*drawn([(box, 1)]))
    assert not are_mere_bars(*drawn([(box, 7)]))


def test_a_one_may_fill_a_small_picture():
    assert not are_mere_bars(*drawn([((10, 0, 16, 28), 1)], (28, 28)))


def test_a_pattern_of_stripes_is_none():
    stripes = [((20 + 40 * i, 100, 26 + 40 * i, 200), 1) for i in range(9)]
    assert are_mere_bars(*drawn(stripes))
    assert not are_mere_bars(*drawn(stripes[:7]))
    assert not are_mere_bars(*drawn([*stripes[:8], (stripes[8][0], 4)]))


def test_print_cut_up_into_bars_is_none():
    bars = [((20 + 10 * i, 100, 24 + 10 * i, 120), 1) for i in range(30)]
    assert are_mere_bars(*drawn([*bars, ((350, 100, 360, 120), 4)]))


@pytest.mark.parametrize(("ends", "none"), [((100, 197), True), ((197,), False)])
def test_the_walls_of_empty_boxes_are_none(ends, none):
    page, gray = drawn([((60, 100, 66, 200), 1), ((160, 100, 166, 200), 1)])
    for top in ends:
        gray[top : top + 3, 60:166] = INK
        page.contrast[top : top + 3, 60:166] = 230 - INK
    assert are_mere_bars(page, gray) == none


def test_bars_among_other_signs_are_signs_too():
    bars = [((20 + 60 * i, 100, 30 + 60 * i, 200), 1) for i in range(3)]
    signs = [((200 + 60 * i, 100, 230 + 60 * i, 200), 10) for i in range(2)]
    assert are_mere_bars(*drawn([*bars, *signs]))
    assert not are_mere_bars(*drawn([*bars, signs[0]]))
    assert not are_mere_bars(*drawn([bars[0], signs[0]]))


def test_a_shade_fainter_than_ink_is_none():
    assert are_mere_bars(*drawn([(MIDDLE, 1)], ink=222))
    assert not are_mere_bars(*drawn([(MIDDLE, 1)], ink=205))


def test_a_bar_without_solid_ink_is_checked_too():
    page, gray = drawn([(MIDDLE, 1)])
    weak = Region(page.found.regions[0].box, np.full((100, 10), 70, np.uint8))
    found = Glyphs([weak], page.found.fields, page.found.probabilities)
    assert not are_mere_bars(Candidate(found, page.ink, page.contrast), gray)
