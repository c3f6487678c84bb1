"""The intervals hold what was measured, and widen where little was."""

import json

import numpy as np
import pytest

from ml.artifact import ARTIFACT
from recognizer.evaluation.intervals import bootstrap, wilson
from recognizer.evaluation.metrics import COUNTS


def mean_of(values):
    return lambda index: float(np.array(values)[index].mean())


def test_the_interval_of_no_failure_does_not_end_below_one():
    assert wilson(10, 10)[1] == 1.0
    assert str(wilson(0, 146)[0]) == "0.0"


def test_the_interval_of_a_known_share():
    # Newcombe, "Two-sided confidence intervals for the single proportion" (1998).
    assert wilson(81, 263) == (0.2553, 0.3662)


def test_the_intervals_of_the_committed_scorecard_are_computed_again():
    scorecard = json.loads(ARTIFACT.with_name("scorecard.json").read_text())
    rows = [(row, name) for row in scorecard["sets"] for name in COUNTS]
    again = [list(wilson(row[name], row["n"])) for row, name in rows]
    assert again == [row[f"{name}_95"] for row, name in rows]


@pytest.mark.parametrize("n", [20, 400])
def test_drawing_anew_finds_the_spread_of_a_mean(n):
    low, high = bootstrap(mean_of([0, 1] * (n // 2)), n)
    assert (high - low) / 2 == pytest.approx(1.96 * 0.5 / n**0.5, rel=0.15)
    assert low < 0.5 < high


def test_no_error_in_few_pictures_leaves_room_for_one():
    assert bootstrap(mean_of([0] * 10), 10) == wilson(0, 10)


def test_the_same_error_in_one_picture_alone_has_no_spread():
    assert bootstrap(mean_of([0.25]), 1) == (0.25, 0.25)


def test_intervals_are_plain_floats():
    kinds = {type(end) for end in (*wilson(3, 7), *bootstrap(mean_of([0, 1]), 2))}
    assert kinds == {float}


def test_an_error_is_never_below_zero_and_the_same_every_time():
    first = bootstrap(mean_of([0] * 19 + [1]), 20)
    assert first[0] == 0.0
    assert first == bootstrap(mean_of([0] * 19 + [1]), 20)
