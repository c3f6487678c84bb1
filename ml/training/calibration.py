"""Calibrated probabilities from logits.

One temperature after Guo et al., "On Calibration of Modern Neural Networks" (2017).
"""

import numpy as np
from scipy.special import log_softmax, softmax


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
