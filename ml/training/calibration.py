"""Calibrated probabilities from logits, and the acceptance thresholds on them.

One temperature after Guo et al., "On Calibration of Modern Neural Networks" (2017).
"""

import numpy as np
from scipy.special import log_softmax, softmax

from ml.digits import LABELS, NOT_A_DIGIT

MIN_READ_CONFIDENCE = 0.95
MAX_WRONG_RATIO = 0.01  # among the glyphs that are read
LOST_DIGITS_RATIO = 0.005  # digits below the `digit` threshold
NON_DIGIT_RATIO = 1 / 8  # pictures without a digit among all that are uploaded


def to_probabilities(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Return the softmax, float (n, 11), of logits (n, 11) divided by a temperature."""
    return softmax(logits / temperature, axis=-1)


def find_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature that maximizes the likelihood of the labels.

    Args:
        logits: float (n, 11) of validation samples.
        labels: int (n,), 0-10.
    """
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(labels))

    def compute_loss(log_temperature: float) -> float:
        log_probs = log_softmax(logits / np.exp(log_temperature), axis=-1)
        return -float(log_probs[rows, labels].mean())

    return float(
        np.exp(minimize_scalar(compute_loss, bounds=(-3, 3), method="bounded").x)
    )


def calibration_error(
    confidence: np.ndarray, right: np.ndarray, bins: int = 15
) -> float:
    """Return the expected calibration error, 0-1, over bins of equal width.

    Args:
        confidence: float (n,) in [0, 1].
        right: bool (n,).
        bins: number of bins.
    """
    index = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[index == i].mean() - right[index == i].mean())
        * (index == i).mean()
        for i in np.unique(index)
    ]
    return float(sum(gaps))


def find_thresholds(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Choose the acceptance thresholds from validation samples.

    Args:
        probabilities: float (n, 11).
        labels: int (n,), 0-10.

    Returns:
        `digit`: the probability of being a digit that 99.5 % of the digits reach.
        `read`: the lowest confidence above which at most 1 % of the accepted glyphs are
        wrong, if one picture in eight has no digit; at least 0.95.
    """
    is_digit = labels != NOT_A_DIGIT
    digit_prob = 1 - probabilities[:, NOT_A_DIGIT]
    quantile = float(
        np.quantile(digit_prob[is_digit], LOST_DIGITS_RATIO, method="lower")
    )
    # Rounded down, or the digit exactly at the threshold would be lost.
    digit = float(np.floor(quantile * 1e4) / 1e4)
    read = _find_read_threshold(probabilities, labels, digit_prob >= digit)
    return {"digit": digit, "read": round(max(read, MIN_READ_CONFIDENCE), 4)}


def _find_read_threshold(
    probabilities: np.ndarray, labels: np.ndarray, accepted: np.ndarray
) -> float:
    """Return the lowest confidence that leaves at most 1 % wrong.

    Args:
        probabilities: float (n, 11).
        labels: int (n,), 0-10.
        accepted: bool (n,), at or above the `digit` threshold.
    """
    is_digit = labels != NOT_A_DIGIT
    confidence = probabilities[:, :LABELS].max(1)
    right = probabilities[:, :LABELS].argmax(1) == labels
    order = np.flatnonzero(accepted)
    order = order[np.argsort(-confidence[order])]
    # Non-digits are weighted to their ratio among uploads, whatever it is here.
    odds = NON_DIGIT_RATIO / (1 - NON_DIGIT_RATIO)
    weight = odds * is_digit.sum() / max((~is_digit).sum(), 1)
    weights = np.where(is_digit[order], 1.0, weight)
    wrong_ratio = np.cumsum(weights * ~right[order]) / np.cumsum(weights)
    allowed = np.flatnonzero(wrong_ratio <= MAX_WRONG_RATIO)
    return float(confidence[order][allowed[-1]]) if len(allowed) else 0.99
