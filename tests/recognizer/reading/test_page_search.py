"""How a page is interpreted: which hypotheses are tried, and which one wins."""

import numpy as np
import pytest
from PIL import ImageDraw

from recognizer.reading import hypotheses, page_search, reader
from recognizer.reading.bar_check import are_stripes
from recognizer.reading.binarization.thresholding import find_ink
from recognizer.reading.candidates import MIN_DIGIT_SHARE
from recognizer.reading.hypotheses import Hypothesis
from tests.support.drawing import gray, on_desk, page_of, paper, write
from tests.support.engines import FakeNetwork, classed, narrow_is_one, read_with


def no_digit(glyph):
    return classed(10, 0.97)


@pytest.fixture
def tried(monkeypatch):
    """Return a list of what the reader tries: the shapes of ink, and of polarities."""
    shapes, polarities = [], []
    read_ink, find_contrast = page_search.read_ink, hypotheses.find_contrast

    def read(ink, contrast, network):
        shapes.append(ink.shape)
        return read_ink(ink, contrast, network)

    def find(gray, light_ink):
        polarities.append(light_ink)
        return find_contrast(gray, light_ink)

    monkeypatch.setattr(page_search, "read_ink", read)
    monkeypatch.setattr(hypotheses, "find_contrast", find)
    return shapes, polarities


def test_a_page_is_turned_before_its_negative_is_looked_at(tried):
    assert (
        read_with(narrow_is_one, np.rot90(gray(page_of("000", "000")))).text
        == "000\n000"
    )
    _, polarities = tried
    assert polarities == [False]


def test_the_negative_of_a_plain_drawing_is_not_looked_at(tried):
    assert (
        read_with(lambda field: classed(10, 0.97), gray(page_of("A"))).verdict
        == "nothing"
    )
    _, polarities = tried
    assert polarities == [False]


def test_the_negative_of_a_dim_picture_is_looked_at(tried):
    read_with(
        lambda field: classed(10, 0.97),
        np.tile(np.repeat([60, 120], 40), (80, 3)).astype(np.uint8),
    )
    _, polarities = tried
    assert sorted(polarities) == [False, True]


@pytest.mark.parametrize("sign", ["x", "1"])
@pytest.mark.parametrize(("is_unruled", "text"), [(True, (0,)), (False, ())])
def test_behind_a_crowd_only_lines_are_looked_for(monkeypatch, is_unruled, text, sign):
    crowd = find_ink(gray(page_of(*[8 * sign] * 9)))
    digits = find_ink(gray(page_of("0")))
    tries = Hypothesis(crowd, crowd), Hypothesis(digits, digits, is_unruled=is_unruled)
    monkeypatch.setattr(page_search, "hypotheses", lambda gray, light_ink: iter(tries))
    best = reader.find_best(gray(paper()), FakeNetwork(narrow_is_one))
    assert (() if are_stripes(best.found) else best.found.text) == text


def test_the_shade_of_blank_paper_is_looked_at_once():
    shade = 235 + 9 * np.sin(np.arange(600) / 9)
    page = np.tile(shade, (400, 1)).astype(np.uint8)
    [only] = hypotheses.hypotheses(page, light_ink=False)
    assert only.min_score == MIN_DIGIT_SHARE


@pytest.mark.parametrize("lines", [("0x",), ("00xxxx00xxxx",) * 9])
def test_a_page_of_few_or_too_many_regions_is_not_turned(tried, lines):
    page = gray(page_of(*lines, size=40, pen=4))
    read_with(narrow_is_one, page)
    shapes, _ = tried
    assert set(shapes) == {page.shape}


def test_a_desk_full_of_other_things_is_looked_away_from():
    desk = on_desk(page_of("010", "101"), shade=150, room=160)
    for x in (50, 350, 550):
        write(desk, "x", at=(x, 40), size=80, pen=14)
    assert read_with(narrow_is_one, gray(desk)).text == "010\n101"


def test_a_digit_is_read_in_a_box_that_it_touches():
    page = page_of("0", size=180, pen=10)
    ImageDraw.Draw(page).rectangle((15, 30, 240, 248), outline=25, width=6)
    assert read_with(narrow_is_one, gray(page)).text == "0"


def test_a_number_is_whole_in_a_box_that_its_first_digit_touches():
    page = paper(500, 260)
    write(page, "000", at=(60, 70), size=120, pen=8)
    ImageDraw.Draw(page).rectangle((62, 30, 470, 230), outline=25, width=6)
    line = [(place, {0: 0.99}) for place in (0.2, 0.5, 0.8)]
    assert read_with(narrow_is_one, gray(page), line=line).text == "000"


class CountingNetwork(FakeNetwork):
    """Sees no digit with some doubt; counts its calls."""

    calls = 0

    def classify(self, glyphs):
        self.calls += 1
        return np.stack([classed(10, 0.7)] * len(glyphs))


def test_a_page_of_something_else_is_not_cut_again():
    ink = np.zeros((400, 900), np.uint8)
    for top in range(20, 380, 40):
        for left in range(20, 880, 60):
            ink[top : top + 24, left : left + 40] = 255
    network = CountingNetwork(narrow_is_one)
    assert page_search.read_ink(ink, ink, network).is_hopeless
    assert network.calls == 1
