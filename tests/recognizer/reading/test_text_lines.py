"""Lines are found where they stand, level or not."""

import numpy as np
import pytest

from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.candidates import Candidate
from recognizer.reading.ctc_lines import read_lines
from recognizer.reading.lattice import NO_GLYPHS, Glyphs
from recognizer.reading.layout.components import find_regions
from recognizer.reading.text_lines import LineBox, find_line_box
from recognizer.readings import Box
from tests.support.drawing import gray, paper, write
from tests.support.engines import WatchedNetwork, all_sevens


def falling(text: str, slope: float, page=(700, 500)) -> np.ndarray:
    """Return the ink of a line that falls, or climbs."""
    drawn = paper(*page)
    for i, digit in enumerate(text):
        at = 60 + 90 * i, 200 + round(slope * 90 * i)
        write(drawn, digit, at=at, size=70, pen=8)
    return find_ink(gray(drawn))


def line_box_of(ink: np.ndarray) -> LineBox:
    regions = find_regions(ink)
    fields = np.zeros((len(regions), 28, 28, 1), np.float32)
    return find_line_box(Glyphs(regions, fields, np.zeros((len(regions), 11))), ink)


@pytest.mark.parametrize("slope", [0.2, -0.3])
def test_a_line_that_falls_is_seen_level(slope):
    network = WatchedNetwork(all_sevens)
    ink = falling("80808", slope)
    line_box = line_box_of(ink)
    assert line_box.slope == pytest.approx(slope, abs=0.03)
    read_lines([line_box], Candidate(NO_GLYPHS, ink, ink), network)
    first, last = np.array_split(network.line_images[0], 2, axis=1)
    tops = [int(np.flatnonzero(half.max(1) > 0.5)[0]) for half in (first, last)]
    assert tops[0] == pytest.approx(tops[1], abs=2)


def test_where_a_falling_line_stands_is_given_as_on_the_page():
    line_box = LineBox(Box(100, 50, 200, 90), 0.5)
    assert line_box.around == Box(100, 100, 200, 190)


@pytest.mark.parametrize(("text", "slope"), [("80808", 0.03), ("80", 0.3)])
def test_a_line_is_level_where_it_hardly_falls_or_is_short(text, slope):
    assert line_box_of(falling(text, slope)).slope == 0
