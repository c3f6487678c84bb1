"""Composed numbers stand side by side as their gaps say, the same every time."""

import numpy as np
import pytest
from scipy import ndimage

from recognizer.evaluation.synthetic import (
    MARGIN_PX,
    MAX_DRIFT_PX,
    SCALE,
    Number,
    choose_numbers,
    draw_number,
)

# A bar of 4 x 20 pixels somewhere in its field, as MNIST has them.
BARS = np.zeros((2, 28, 28), np.uint8)
BARS[0, 4:24, 3:7] = BARS[1, 5:25, 20:24] = 255


def bars(*gaps, drifts=(0, 0, 0)):
    """Return the ink, bool, of bars with these gaps."""
    count = len(gaps) + 1
    number = Number([i % 2 for i in range(count)], list(gaps), list(drifts[:count]))
    return draw_number(number, BARS) < 128


@pytest.mark.parametrize(("gap", "pieces"), [(2, 2), (0, 1), (-2, 1)])
def test_neighbors_stand_apart_touch_or_overlap(gap, pieces):
    ink = bars(gap)
    assert ndimage.label(ink)[1] == pieces
    columns = np.flatnonzero(ink.any(0))
    assert columns[-1] - columns[0] + 1 == SCALE * (4 + gap + 4)


def test_a_number_is_dark_on_white_paper_with_a_margin():
    gray = draw_number(Number([0], [], [0]), BARS)
    assert gray.dtype == np.uint8
    assert (gray.min(), gray.max()) == (0, 255)
    rows, columns = np.nonzero(gray < 128)
    assert rows.min() == columns.min() == SCALE * MARGIN_PX
    assert gray.shape == (SCALE * (20 + 2 * MARGIN_PX), SCALE * (4 + 2 * MARGIN_PX))


def test_digits_stand_above_and_below_their_line():
    ink = bars(6, 6, drifts=(-2, 0, 2))
    tops = [piece[0].start for piece in ndimage.find_objects(ndimage.label(ink)[0])]
    assert np.diff(sorted(tops)).tolist() == [2 * SCALE] * 2


def test_numbers_hold_two_to_eight_digits_with_gaps_and_drifts_in_bounds():
    numbers = choose_numbers(300, 10_000, (-2, 12))
    assert {len(number.digits) for number in numbers} == set(range(2, 9))
    assert {gap for number in numbers for gap in number.gaps} == set(range(-2, 13))
    assert {max(map(abs, number.drifts)) for number in numbers} == set(
        range(MAX_DRIFT_PX + 1)
    )
    assert all(len(one.gaps) == len(one.digits) - 1 for one in numbers)


def test_the_same_seed_chooses_the_same_numbers():
    assert choose_numbers(5, 100, (2, 12)) == choose_numbers(5, 100, (2, 12))
    assert choose_numbers(5, 100, (2, 12)) != choose_numbers(5, 100, (2, 12), seed=1)
