"""A small picture that is one digit, cut out: read as a whole, or as a page."""

import numpy as np
import pytest

from ml.detection.detections import Detections
from recognizer.reading.params import PARAMS
from recognizer.reading.reader import read_gray
from tests.support.engines import LooksOnly


class SureNetwork(LooksOnly):
    """Its classifier takes all ink for a 7, with a given probability."""

    def __init__(self, prob):
        self.prob, self.looks = prob, 0

    def classify(self, glyphs):
        table = np.full((len(glyphs), 11), (1 - self.prob) / 10, np.float32)
        table[:, 7] = self.prob
        return table

    def detect(self, gray):
        self.looks += 1
        return Detections(np.zeros((0, 4), np.float32), np.zeros((0, 17), np.float32))


def field(side=28, paper=255, ink=0):
    """Return a picture with a bar from (10, 4) to (16, 24)."""
    gray = np.full((side, side), paper, np.uint8)
    gray[4:24, 10:16] = ink
    return gray


@pytest.mark.parametrize(
    ("prob", "verdict", "looks"),
    [(0.995, "read", 0), (0.95, "unsure", 0), (0.8, "nothing", 1)],
)
def test_a_small_picture_is_asked_about_as_a_whole_first(prob, verdict, looks):
    network = SureNetwork(prob)
    reading = read_gray(field(), network)
    assert (reading.verdict, network.looks) == (verdict, looks)
    assert reading.text == ("" if looks else "7")
    assert reading.confidence == pytest.approx(0.0 if looks else prob)


@pytest.mark.parametrize("colors", [(255, 0), (0, 255), (200, 120)])
def test_the_box_of_a_cutout_lies_around_its_ink(colors):
    [digit] = read_gray(field(28, *colors), SureNetwork(0.995)).digits
    assert digit.box == pytest.approx((10, 4, 16, 24), abs=1)
    assert sum(digit.probabilities) == pytest.approx(1)


def test_a_cutout_is_a_number_of_one_digit():
    reading = read_gray(field(), SureNetwork(0.995))
    assert [number.text for number in reading.numbers] == ["7"]


def test_a_larger_picture_is_read_as_a_page():
    network = SureNetwork(0.995)
    read_gray(field(PARAMS.max_cutout_px + 1), network)
    assert network.looks == 1


def test_the_edge_of_a_shadow_is_no_digit():
    shadow, network = np.full((28, 28), 200, np.uint8), SureNetwork(0.995)
    shadow[:, 18:] = 60
    assert read_gray(shadow, network).verdict == "nothing"
    assert network.looks == 1


@pytest.mark.parametrize("shape", [(1, 1), (3, 28), (28, 2)])
def test_tiny_pictures_without_ink_are_nothing(shape):
    blank = np.full(shape, 128, np.uint8)
    assert read_gray(blank, SureNetwork(0.5)).verdict == "nothing"
