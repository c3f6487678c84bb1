"""What a confidence is worth: its calibration, and the risk of relying on it."""

from typing import NamedTuple

import numpy as np

from recognizer.evaluation.intervals import Interval, wilson

COVERAGES = (0.5, 0.8, 0.9, 0.95, 1.0)


class Share(NamedTuple):
    """How many of some pictures or digits; 0 of 0 is no figure."""

    part: int
    total: int

    @property
    def interval(self) -> Interval | None:
        """Return the 95 % interval of the ratio."""
        return wilson(self.part, self.total) if self.total else None


UNKNOWN = Share(0, 0)


class RiskPoint(NamedTuple):
    """The share of wrong texts, 0-1, among the most confident ones.

    Attributes:
        coverage: how many these are, as a share of all, 0-1.
        risk: 0-1.
    """

    coverage: float
    risk: float


def compute_risks(confidence: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the share of wrong texts among the k most confident, for every k.

    Texts of the same confidence have no order: each counts as their mean.

    Args:
        confidence: float (n,).
        right: bool (n,).

    Returns:
        float (n,), 0-1.
    """
    _, group, sizes = np.unique(-confidence, return_inverse=True, return_counts=True)
    wrong = np.bincount(group, ~right) / sizes
    return np.cumsum(wrong[np.sort(group)]) / np.arange(1, len(confidence) + 1)


def compute_risk_area(confidence: np.ndarray, right: np.ndarray) -> float:
    """Return the mean risk over all coverages, 0-1.

    AURC after Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks"
    (2017).
    """
    return float(compute_risks(confidence, right).mean())


def find_risk_points(confidence: np.ndarray, right: np.ndarray) -> list[RiskPoint]:
    """Return the risk at the coverages of `COVERAGES`."""
    risks = compute_risks(confidence, right)
    counts = [max(round(coverage * len(risks)), 1) for coverage in COVERAGES]
    return [
        RiskPoint(coverage, round(float(risks[count - 1]), 4))
        for coverage, count in zip(COVERAGES, counts, strict=True)
    ]
