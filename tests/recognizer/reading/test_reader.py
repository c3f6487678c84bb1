"""A page from gray picture to reading, with networks that know the answer."""

import time
from dataclasses import replace

import numpy as np
import pytest

from ml.detection.detections import Detections
from recognizer.reading import selection
from recognizer.reading.confidence import TrustParams
from recognizer.reading.lines import line_decoding
from recognizer.reading.params import ReaderParams
from recognizer.reading.reader import MAX_GLYPHS, read_gray
from tests.support.engines import LooksOnly, write_scores


class KnowingNetwork(LooksOnly):
    """Finds the given characters, each a box, a label (16 is none) and a score.

    Neither its classifier nor its line reader knows anything.
    """

    def __init__(self, *characters):
        self.characters = characters
        self.glyphs_read = 0

    def detect(self, gray):
        scores = np.zeros((len(self.characters), 17), np.float32)
        for i, (_, label, score) in enumerate(self.characters):
            scores[i, label] = score
        boxes = np.array([c[0] for c in self.characters], np.float32).reshape(-1, 4)
        return Detections(boxes, scores)

    def read_glyphs(self, glyphs):
        self.glyphs_read += len(glyphs)
        known = [c for c in self.characters if c[1] < 16]
        table = np.full((len(glyphs), 17), 0.01 / 16, np.float32)
        order = sorted(known, key=lambda c: -c[2])[: len(glyphs)]
        for row, (_, label, _score) in zip(table, order, strict=True):
            row[label] = 0.99
        return table


SLASH = 14
GRAY = np.full((100, 200), 200, np.uint8)


def box(column, line=0):
    return (20 * column + 5, 40 * line + 5, 20 * column + 17, 40 * line + 35)


def test_digits_are_read_line_by_line():
    network = KnowingNetwork(
        (box(1, 1), 4, 0.9), (box(1), 2, 0.95), (box(0), 1, 0.92), (box(0, 1), 3, 0.99)
    )
    reading = read_gray(GRAY, network)
    assert reading.text == "12\n34"
    assert reading.verdict == "read"
    assert [digit.line for digit in reading.digits] == [0, 0, 1, 1]
    assert reading.digits[0].box == box(0)


class DecidedNetwork(KnowingNetwork):
    """Its line reader sees the same text in every line."""

    text = ()

    def read_lines(self, line_images):
        return [write_scores(self.text) for _ in line_images]


def test_digits_that_only_the_line_reader_sees_are_read():
    network = DecidedNetwork((box(0), 1, 0.95), (box(1), 2, 0.95), (box(3), 4, 0.95))
    network.text = (1, 2, 3, 4)
    reading = read_gray(GRAY, network)
    assert reading.text == "1234"
    assert box(1)[0] < reading.digits[2].box.left < box(3)[0]


def test_a_line_that_networks_read_differently_is_unsure():
    network = DecidedNetwork((box(0), 1, 0.95), (box(1), 2, 0.4))
    network.text = (1, 7)
    assert read_gray(GRAY, network).verdict == "unsure"


class WaveringNetwork(KnowingNetwork):
    """Takes each digit for a 7 too, and almost as much."""

    def detect(self, gray):
        found = super().detect(gray)
        found.scores[:, 7] = 0.9 * found.scores.max(1)
        return found

    def read_glyphs(self, glyphs):
        table = super().read_glyphs(glyphs)
        table[:, 7] = 0.9 * table.max(1)
        return table / table.sum(1, keepdims=True)


def test_a_page_with_a_doubtful_digit_is_unsure():
    network = WaveringNetwork((box(0), 1, 0.95), (box(1), 2, 0.9))
    reading = read_gray(GRAY, network)
    assert (reading.text, reading.verdict) == ("12", "unsure")


def test_a_page_that_may_hold_one_digit_more_is_unsure():
    network = KnowingNetwork((box(0), 1, 0.95), (box(1), 2, 0.1))
    assert read_gray(GRAY, network).verdict == "unsure"


def test_a_digit_that_may_be_a_sign_makes_a_number_unsure():
    digits = (box(0), 1, 0.95), (box(1), 1, 0.9), (box(2), 2, 0.93)
    assert read_gray(GRAY, KnowingNetwork(*digits)).verdict == "read"
    network = KnowingNetwork(*digits, (box(1), SLASH, 0.4))
    reading = read_gray(GRAY, network)
    assert (reading.text, reading.verdict) == ("112", "unsure")


def test_signs_without_digits_are_not_looked_at_closely():
    network = KnowingNetwork((box(0), 16, 0.95), (box(1), SLASH, 0.9))
    assert read_gray(GRAY, network).verdict == "nothing"
    assert network.glyphs_read == 0


def test_a_sign_is_part_of_a_number_and_not_of_the_text():
    network = KnowingNetwork(
        (box(0), 1, 0.95), (box(1), SLASH, 0.94), (box(2), 2, 0.93), (box(5), 4, 0.92)
    )
    reading = read_gray(GRAY, network)
    assert (reading.text, reading.verdict) == ("124", "read")
    assert [digit.label for digit in reading.digits] == [1, 2, 4]
    assert [(n.text, n.digits) for n in reading.numbers] == [
        ("1/2", (0, 1)),
        ("4", (2,)),
    ]
    assert reading.numbers[0].box == (5, 5, 57, 35)


def test_numbers_on_a_page_of_lines_are_those_of_their_lines():
    network = KnowingNetwork(
        (box(0), 1, 0.95),
        (box(1), SLASH, 0.94),
        (box(2), 2, 0.93),
        (box(0, 1), 3, 0.92),
    )
    numbers = read_gray(GRAY, network).numbers
    assert [(number.text, number.line) for number in numbers] == [("1/2", 0), ("3", 1)]


def test_the_work_on_a_page_of_signs_is_bounded():
    signs = [((4 * i, 4 * j, 4 * i + 3, 4 * j + 3), SLASH, 0.5)
             for i in range(50) for j in range(25)]  # fmt: skip
    network = KnowingNetwork((box(0), 1, 0.95), *signs)
    read_gray(GRAY, network)
    assert network.glyphs_read == MAX_GLYPHS


def test_an_empty_page_holds_nothing():
    reading = read_gray(GRAY, KnowingNetwork())
    assert (reading.text, reading.verdict, reading.confidence) == ("", "nothing", 0)


def test_boxes_stay_within_the_picture():
    network = KnowingNetwork(((-4, -2, 30, 120), 1, 0.95))
    assert read_gray(GRAY, network).digits[0].box == (0, 0, 30, 100)


def test_the_work_on_a_page_is_bounded():
    tiny = [((4 * i, 4 * j, 4 * i + 3, 4 * j + 3), 8, 0.5)
            for i in range(50) for j in range(25)]  # fmt: skip
    network = KnowingNetwork(*tiny)
    read_gray(GRAY, network)
    assert network.glyphs_read == MAX_GLYPHS


def test_a_page_that_takes_too_much_work_is_unsure():
    network = KnowingNetwork((box(0), 1, 0.95), (box(1), 2, 0.95))
    assert read_gray(GRAY, network).verdict == "read"
    hasty = read_gray(GRAY, network, ReaderParams(max_work_seconds=0.0))
    assert (hasty.text, hasty.verdict) == ("12", "unsure")


def test_a_line_of_hundreds_of_digits_is_read_at_a_bounded_cost():
    strip = np.full((60, 6000), 200, np.uint8)
    boxes = [(12 * i, 10, 12 * i + 9, 40) for i in range(MAX_GLYPHS)]
    network = KnowingNetwork(*((one, i % 10, 0.4) for i, one in enumerate(boxes)))
    started = time.thread_time()
    reading = read_gray(strip, network)
    assert time.thread_time() - started < 3  # of a slow machine; it took 0.5
    assert (len(reading.digits), reading.verdict) == (MAX_GLYPHS, "unsure")


# Parameters


def test_every_stage_takes_its_parameters_from_the_reader():
    network = KnowingNetwork((box(0), 1, 0.95), (box(1), 2, 0.4))
    strict = ReaderParams(
        replace(selection.PARAMS, min_score=0.8),
        decoding=replace(line_decoding.PARAMS, max_runs=0),
    )
    assert read_gray(GRAY, network, strict).text == "1"
    trusting = ReaderParams(trust=TrustParams(min_read_text=0.1, max_rival_score=0.9))
    assert read_gray(GRAY, network, trusting).verdict == "read"


class CountingNetwork(KnowingNetwork):
    """Its classifier counts what it is asked about."""

    classified = 0

    def classify(self, glyphs):
        self.classified += len(glyphs)
        return super().classify(glyphs)


FEW = selection.PARAMS.few_boxes


@pytest.mark.parametrize(
    ("count", "score", "asked"),
    [(FEW, 0.9, FEW), (FEW + 1, 0.9, 0), (FEW + 1, 0.2, FEW + 1)],
    ids=["few", "many that networks agree on", "many that the detector doubts"],
)
def test_on_a_full_page_the_classifier_is_asked_about_doubtful_digits(
    count, score, asked
):
    gray = np.full((200, 600), 200, np.uint8)
    network = CountingNetwork(*[(box(i), 1, score) for i in range(count)])
    read_gray(gray, network)
    assert network.classified == asked
