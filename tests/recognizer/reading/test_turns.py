"""Pages that lie on their side or upside down."""

import numpy as np
import pytest

from ml.detection.detections import Detections
from recognizer.reading.reader import read_gray
from recognizer.reading.turns import (
    find_turn,
    is_upright,
    may_be_turned,
    turn_back,
)
from recognizer.readings import Box, Digit, Number, Reading
from tests.support.engines import LooksOnly, write_scores


class LyingNetwork(LooksOnly):
    """Is certain of a row of digits on pages wider than high; else it doubts a few."""

    def __init__(self):
        self.looks = 0

    def detect(self, gray):
        self.looks += 1
        height, width = gray.shape
        self.is_sure = width > height
        count = 5 if self.is_sure else 3
        boxes = np.array([(20 * i, 5, 20 * i + 12, 30) for i in range(count)])
        scores = np.zeros((count, 17), np.float32)
        scores[:, [3, 8]] = (0.95, 0.0) if self.is_sure else (0.5, 0.5)
        return Detections(boxes.astype(np.float32), scores)

    def read_glyphs(self, glyphs):
        table = np.full((len(glyphs), 17), 0.01, np.float32)
        table[:, [3, 8]] = (9.0, 0.01) if self.is_sure else (0.3, 0.3)
        return table / table.sum(1, keepdims=True)

    def read_lines(self, line_images):
        return [
            write_scores((3,) * 5 if self.is_sure else (3, 8, 3)) for _ in line_images
        ]


def doubtful(count, confidence, verdict="unsure"):
    digit = Digit(1, confidence, (0.0, 1.0, *[0.0] * 8), Box(0, 0, 5, 9))
    return Reading.of([digit] * count, verdict, confidence)


@pytest.mark.parametrize(
    ("reading", "may_be"),
    [
        (doubtful(5, 0.3), True),
        (doubtful(5, 0.9), False),
        (doubtful(2, 0.3), False),
        (doubtful(5, 0.3, "read"), False),
        (Reading.nothing(), False),
    ],
)
def test_only_a_doubtful_page_of_several_digits_is_turned(reading, may_be):
    assert may_be_turned(reading) == may_be


def test_a_turned_page_is_upright_if_its_digits_convince():
    assert is_upright(doubtful(5, 0.9))
    assert not is_upright(doubtful(5, 0.5))
    assert not is_upright(Reading.nothing())


def test_the_side_that_shows_more_digits_is_up():
    network = LyingNetwork()
    wide, high = np.zeros((40, 90), np.uint8), np.zeros((90, 40), np.uint8)
    assert find_turn(high, network.detect(high), network).quarters in (1, 3)
    assert find_turn(wide, network.detect(wide), network) is None


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_boxes_return_to_where_they_lie_on_the_page(quarters):
    page = np.zeros((60, 100), np.uint8)
    page[10:30, 20:50] = 255
    turned = np.rot90(page, quarters)
    rows, columns = np.nonzero(turned)
    box = Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    digit = Digit(3, 0.9, (0.1,) * 10, box)
    number = Number("3", (0,), box, 0.9, 0)
    reading = Reading.of([digit], "read", 0.9, (number,))
    back = turn_back(reading, quarters, page.shape)
    assert back.digits[0].box == back.numbers[0].box == (20, 10, 50, 30)


def test_a_page_on_its_side_is_read_with_boxes_as_it_lies():
    network = LyingNetwork()
    reading = read_gray(np.full((120, 40), 220, np.uint8), network)
    assert reading.text == "33333"
    assert network.looks == 4
    tops = [digit.box.top for digit in reading.digits]
    assert tops in (sorted(tops), sorted(tops, reverse=True))
    assert all(digit.box.bottom <= 120 for digit in reading.digits)


def test_a_page_that_is_sure_is_looked_at_from_one_side():
    network = LyingNetwork()
    assert read_gray(np.full((40, 120), 220, np.uint8), network).text == "33333"
    assert network.looks == 1
