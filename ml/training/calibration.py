"""From logits to probabilities that can be trusted, and the thresholds on them.

One temperature after Guo et al., "On Calibration of Modern Neural Networks" (2017).
"""

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT

LEAST_TRUSTED = 0.95  # confidence
NONE_AT_ALL = 1 / 8  # share of pictures without a digit among those that people send


def to_probabilities(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Return the softmax, float (n, 11), of logits (n, 11) divided by a temperature."""
    scaled = logits / temperature
    exponent = np.exp(scaled - scaled.max(-1, keepdims=True))
    return exponent / exponent.sum(-1, keepdims=True)


def find_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature under which the labels are likeliest.

    Args:
        logits: float (n, 11) of validation samples.
        labels: int (n,), 0-10.
    """
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        probabilities = to_probabilities(logits, np.exp(log_temperature))
        return -np.log(probabilities[np.arange(len(labels)), labels] + 1e-12).mean()

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def calibration_error(
    confidence: np.ndarray, right: np.ndarray, bins: int = 15
) -> float:
    """Return the expected calibration error, 0-1, over bins of equal width.

    Args:
        confidence: float (n,) in [0, 1].
        right: bool (n,).
        bins: number of bins.
    """
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[place == i].mean() - right[place == i].mean())
        * (place == i).mean()
        for i in np.unique(place)
    ]
    return float(sum(gaps))


def find_thresholds(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Choose from validation samples what is a digit and what is read for sure.

    Args:
        probabilities: float (n, 11).
        labels: int (n,), 0-10.

    Returns:
        `digit`: chance to be a digit that 99.5 % of the digits have at least; `read`:
        confidence above which a label is trusted, the lowest that leaves at most one in
        a hundred wrong of what passes as a digit and as trusted, if one picture in
        eight holds none; never below 0.95.
    """
    digits = labels != NOT_A_DIGIT
    digitness = 1 - probabilities[:, NOT_A_DIGIT]
    confidence = probabilities[:, :LABELS].max(1)
    right = probabilities[:, :LABELS].argmax(1) == labels
    # Rounded down, or the digit at the very threshold would be lost.
    least = float(np.quantile(digitness[digits], 0.005, method="lower"))
    digit = np.floor(least * 1e4) / 1e4
    passing = np.flatnonzero(digitness >= digit)
    order = passing[np.argsort(-confidence[passing])]
    usual = NONE_AT_ALL / (1 - NONE_AT_ALL) * digits.sum() / max((~digits).sum(), 1)
    weights = np.where(digits[order], 1.0, usual)
    wrong_share = np.cumsum(weights * ~right[order]) / np.cumsum(weights)
    trusted = np.flatnonzero(wrong_share <= 0.01)
    read = float(confidence[order][trusted[-1]]) if len(trusted) else 0.99
    return {"digit": float(digit), "read": round(max(read, LEAST_TRUSTED), 4)}
