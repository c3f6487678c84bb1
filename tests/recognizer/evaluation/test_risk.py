"""The risk of relying on a confidence, by how many texts are relied on."""

import numpy as np
import pytest

from recognizer.evaluation.risk import (
    COVERAGES,
    compute_risk_area,
    compute_risks,
    find_risk_points,
)


def risks(confidence, right):
    return compute_risks(np.array(confidence), np.array(right, bool)).tolist()


def test_the_risk_grows_where_texts_of_low_confidence_are_wrong():
    assert risks([0.9, 0.8, 0.1, 0.2], [1, 1, 0, 0]) == [0, 0, 1 / 3, 1 / 2]


def test_the_order_of_equal_confidences_does_not_count():
    one, other = risks([0.5] * 4, [0, 1, 1, 1]), risks([0.5] * 4, [1, 1, 1, 0])
    assert one == other == [0.25] * 4


def test_the_area_is_the_mean_risk():
    confidence, right = np.array([0.9, 0.5]), np.array([True, False])
    assert compute_risk_area(confidence, right) == 0.25
    assert compute_risk_area(confidence, ~right) == 0.75


def test_a_confidence_that_sorts_well_has_a_small_area():
    rng = np.random.default_rng(1)
    confidence = rng.random(1000)
    right = rng.random(1000) < confidence
    assert compute_risk_area(confidence, right) < compute_risk_area(-confidence, right)


@pytest.mark.parametrize("n", [1, 7, 100])
def test_a_point_for_each_coverage(n):
    points = find_risk_points(np.linspace(0, 1, n), np.zeros(n, bool))
    assert points == [(coverage, 1.0) for coverage in COVERAGES]
