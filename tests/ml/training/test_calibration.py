"""Temperature and the calibration error."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ml.digits import CLASSES
from ml.training.calibration import (
    calibration_error,
    find_temperature,
    to_probabilities,
)


@pytest.fixture(scope="module")
def overconfident():
    """Return logits, and labels drawn from their probabilities at temperature 3."""
    rng = np.random.default_rng(0)
    logits = rng.normal(scale=6, size=(4_000, CLASSES))
    probs = to_probabilities(logits, 3.0)
    labels = (probs.cumsum(1) > rng.random((len(probs), 1))).argmax(1)
    return logits, labels


def test_probabilities_sum_to_one_even_of_large_logits():
    rows = to_probabilities(np.array([[1000.0, 0.0, -1000.0]]))
    assert rows.sum(1) == pytest.approx(1.0)
    assert np.isfinite(rows).all()


def test_a_high_temperature_lowers_the_confidence():
    logits = np.array([[4.0, 1.0, 0.0]])
    confidences = [to_probabilities(logits, t).max() for t in (0.5, 1, 2, 1000)]
    assert confidences == sorted(confidences, reverse=True)
    assert confidences[-1] == pytest.approx(1 / 3, abs=0.01)


@given(arrays(float, (3, CLASSES), elements=st.floats(-50, 50)), st.floats(0.1, 10))
def test_temperature_never_changes_the_order_of_the_classes(logits, temperature):
    probs = to_probabilities(logits, temperature)
    rows = np.arange(len(logits))
    assert probs[rows, logits.argmax(1)] == pytest.approx(probs.max(1))


def test_the_temperature_of_overconfident_logits_is_found(overconfident):
    assert find_temperature(*overconfident) == pytest.approx(3.0, rel=0.1)


def test_scaled_logits_need_a_scaled_temperature(overconfident):
    logits, labels = overconfident
    found = find_temperature(logits, labels)
    assert find_temperature(2 * logits, labels) == pytest.approx(2 * found, rel=0.01)


def test_the_temperature_lowers_the_calibration_error(overconfident):
    logits, labels = overconfident
    errors = []
    for temperature in (1.0, find_temperature(logits, labels)):
        probs = to_probabilities(logits, temperature)
        right = probs.argmax(1) == labels
        errors.append(calibration_error(probs.max(1), right))
    assert errors[1] < 0.03 < errors[0]


@pytest.mark.parametrize(
    ("confidence", "right", "error"),
    [
        ([1.0, 1.0], [True, True], 0.0),
        ([1.0, 1.0], [True, False], 0.5),
        ([0.8] * 5, [True] * 4 + [False], 0.0),
        ([0.55, 0.95], [False, True], 0.3),
    ],
)
def test_the_calibration_error_is_the_mean_gap_of_the_bins(confidence, right, error):
    found = calibration_error(np.array(confidence), np.array(right))
    assert found == pytest.approx(error, abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_the_calibration_error_lies_between_zero_and_one(pairs):
    confidence, right = (np.array(column) for column in zip(*pairs, strict=True))
    assert 0 <= calibration_error(confidence, right) <= 1
