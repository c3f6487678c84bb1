"""Temperature, thresholds and the error that they are judged by."""

import numpy as np
import pytest

from ml.digits import CLASSES, NOT_A_DIGIT
from ml.training.calibration import (
    calibration_error,
    find_temperature,
    find_thresholds,
    to_probabilities,
)


@pytest.fixture
def overconfident():
    """Logits whose labels are drawn from them at temperature 3."""
    rng = np.random.default_rng(0)
    logits = rng.normal(scale=6, size=(4_000, CLASSES))
    chances = to_probabilities(logits, 3.0)
    labels = (chances.cumsum(1) > rng.random((len(chances), 1))).argmax(1)
    return logits, labels


def test_rows_of_probabilities_sum_to_one():
    rows = to_probabilities(np.array([[1000.0, 0.0, -1000.0]]))
    assert rows.sum(1) == pytest.approx(1.0)


def test_the_temperature_of_overconfident_logits_is_found(overconfident):
    assert find_temperature(*overconfident) == pytest.approx(3.0, rel=0.1)


def test_the_temperature_mends_the_calibration_error(overconfident):
    logits, labels = overconfident
    errors = []
    for temperature in (1.0, find_temperature(logits, labels)):
        chances = to_probabilities(logits, temperature)
        right = chances.argmax(1) == labels
        errors.append(calibration_error(chances.max(1), right))
    assert errors[1] < 0.03 < errors[0]


def test_the_digit_threshold_keeps_all_but_half_a_percent(overconfident):
    logits, labels = overconfident
    chances = to_probabilities(logits, 3.0)
    thresholds = find_thresholds(chances, labels)
    digitness = 1 - chances[labels != NOT_A_DIGIT, NOT_A_DIGIT]
    assert (digitness >= thresholds["digit"]).mean() >= 0.995


def test_what_passes_the_read_threshold_is_right(overconfident):
    logits, labels = overconfident
    chances = to_probabilities(logits, 3.0)[:, :10]
    passing = (
        chances.max(1) >= find_thresholds(to_probabilities(logits, 3.0), labels)["read"]
    )
    assert (chances.argmax(1) == labels)[passing].mean() >= 0.985
