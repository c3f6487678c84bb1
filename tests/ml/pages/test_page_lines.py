"""Line images that are cut from composed pages."""

from dataclasses import replace

import numpy as np
import pytest

from ml.data.lines.page_lines import cut_line, cut_lines, find_runs
from ml.data.lines.writing import BATCH_WIDTHS_PX, MAX_DIGITS


def test_lines_are_cut_as_many_as_asked_for(new_composer):
    lines = list(cut_lines(new_composer(), 30, np.random.default_rng(3)))
    assert len(lines) == 30
    for line in lines:
        assert line.x.dtype == np.uint8
        assert line.x.shape[0] == 32
        assert line.x.shape[1] <= BATCH_WIDTHS_PX[-1]
        assert 1 <= len(line.labels) <= MAX_DIGITS
    assert sum(len(line.labels) > 1 for line in lines) > 20


def test_the_same_seed_cuts_the_same_lines(new_composer):
    first, second = (
        list(cut_lines(new_composer(), 5, np.random.default_rng(3))) for _ in range(2)
    )
    for one, other in zip(first, second, strict=True):
        assert one.labels == other.labels
        np.testing.assert_array_equal(one.x, other.x)


@pytest.fixture
def page(new_composer):
    """Return a page with two lines, the second of two numbers far apart."""
    boxes = np.array(
        [[10, 10, 20, 30], [25, 10, 35, 30], [10, 50, 20, 70], [90, 50, 100, 70]],
        np.float32,
    )
    return replace(
        new_composer().compose(128),
        boxes=boxes,
        classes=np.array([1, 2, 3, 4], np.uint8),
        lines=np.array([0, 0, 1, 1], np.int16),
    )


def test_a_line_is_split_at_wide_gaps(page):
    assert [run.tolist() for run in find_runs(page)] == [[0, 1], [2], [3]]


def test_lines_that_were_written_from_right_to_left_are_left_out(page):
    turned = replace(page, boxes=page.boxes[[1, 0, 2, 3]])
    assert [run.tolist() for run in find_runs(turned)] == [[2], [3]]


def test_digits_above_each_other_are_no_line(page):
    rng = np.random.default_rng(0)
    assert cut_line(page, np.array([0, 2]), rng) is None
    assert cut_line(page, np.array([0, 1]), rng).labels == (1, 2)
