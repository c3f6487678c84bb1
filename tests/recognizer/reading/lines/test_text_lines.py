"""Boxes into lines, rows and columns."""

import numpy as np
import pytest

from recognizer.reading.lines.text_lines import (
    find_grid,
    find_lines,
    find_slope,
    reading_order,
)


def rows_of(*counts, height=20, pitch=40, gap=8, slope=0.0):
    """Return boxes, float (n, 4), of lines with so many characters each."""
    boxes = [
        (left, y + slope * left, left + 12, y + slope * left + height)
        for line, count in enumerate(counts)
        for left, y in [(i * (12 + gap), line * pitch) for i in range(count)]
    ]
    return np.array(boxes, float)


@pytest.mark.parametrize("slope", [-0.3, -0.1, 0.0, 0.05, 0.3])
def test_the_slope_of_lines_is_found(slope):
    assert find_slope(rows_of(6, 5, slope=slope)) == pytest.approx(slope, abs=0.01)


def test_boxes_without_neighbors_have_no_slope():
    assert find_slope(rows_of(1)) == 0.0
    assert find_slope(np.zeros((0, 4))) == 0.0


@pytest.mark.parametrize("slope", [-0.3, 0.0, 0.3])
def test_lines_are_numbered_from_the_top(slope):
    boxes = rows_of(4, 1, 6, slope=slope)
    assert find_lines(boxes).tolist() == [0] * 4 + [1] + [2] * 6


def test_the_order_of_detections_does_not_matter():
    boxes = rows_of(4, 3, 5, slope=0.1)
    shuffled = np.random.default_rng(1).permutation(len(boxes))
    lines = find_lines(boxes)
    assert find_lines(boxes[shuffled]).tolist() == lines[shuffled].tolist()


def test_a_short_character_joins_the_line_that_it_stands_in():
    boxes = np.array([(0, 0, 10, 20), (14, 14, 18, 19), (22, 0, 32, 20)], float)
    assert find_lines(boxes).tolist() == [0, 0, 0]


def test_a_line_that_bends_stays_one_line():
    x = np.arange(12) * 20.0
    y = 0.004 * (x - 110) ** 2
    boxes = np.stack([x, y, x + 12, y + 30], 1)
    assert set(find_lines(boxes)) == {0}


def test_no_boxes_have_no_lines():
    assert find_lines(np.zeros((0, 4))).tolist() == []


def test_reading_order_goes_line_by_line():
    boxes = rows_of(2, 2)[[3, 1, 2, 0]]
    assert reading_order(boxes, find_lines(boxes)).tolist() == [3, 1, 2, 0]


@pytest.mark.parametrize("slope", [0.0, 0.1])
def test_numbers_under_each_other_are_a_grid(slope):
    boxes = rows_of(3, 3, 3, gap=40, pitch=50)
    turned = boxes + slope * boxes[:, [0]] * [[0, 1, 0, 1]]
    turned -= slope * boxes[:, [1]] * [[1, 0, 1, 0]]
    rows, columns = find_grid(turned, find_lines(turned))
    assert rows.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert columns.tolist() == [0, 1, 2] * 3


def test_a_cell_may_be_empty():
    boxes = np.delete(rows_of(3, 3, 3, gap=40, pitch=50), 4, 0)
    _, columns = find_grid(boxes, find_lines(boxes))
    assert columns.tolist() == [0, 1, 2, 0, 2, 0, 1, 2]


def test_one_column_is_no_grid():
    boxes = rows_of(1, 1, 1, 1)
    assert find_grid(boxes, find_lines(boxes)) is None


def test_scattered_numbers_are_no_grid():
    boxes = rows_of(3, 3, gap=40)
    boxes[3:, [0, 2]] += [[33], [71], [95]]
    assert find_grid(boxes, find_lines(boxes)) is None
