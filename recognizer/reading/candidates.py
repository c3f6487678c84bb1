"""What one hypothesis about a picture leads to."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ml.digits import LABELS
from recognizer.reading.lattice import Glyphs

MIN_DIGIT_PROB = 0.5  # chance of a region to be a digit, above which it counts as one
MIN_DIGIT_SHARE = (
    0.9  # share of the ink that is certainly digits: no other try is needed
)
MANY = 60  # regions; so many, and few digits among them, are a page of something else
FEW_DIGITS = 0.3  # of its ink


@dataclass(frozen=True)
class Candidate:
    """What one hypothesis about the picture leads to.

    Attributes:
        found: regions in pixels of the ink.
        ink: uint8 (h, w), as it was read.
        contrast: uint8 (h, w), what the ink was found in.
        turn: quarter turns, against the clock, that the page was given.
        is_boxed: whether the walls of boxes were taken off.
        is_printed: whether ink that is no digit is likely the print of its paper.
    """

    found: Glyphs
    ink: np.ndarray
    contrast: np.ndarray
    turn: int = 0
    is_boxed: bool = False
    is_printed: bool = False

    @cached_property
    def score(self) -> float:
        """Return the share of the ink that is certainly digits."""
        return digit_share(self.found)

    @property
    def is_readable(self) -> bool:
        """Return whether anything was found that may be digits."""
        return bool(self.found.regions) and not self.is_hopeless

    @property
    def is_hopeless(self) -> bool:
        """Return whether this is a page of something else, not worth another look."""
        return len(self.found.regions) > MANY and self.score < FEW_DIGITS


def digit_share(found: Glyphs) -> float:
    """Return the share of the ink, 0-1, that is certainly digits."""
    return ink_share(found, found.probabilities[:, :LABELS].max(1))


def ink_share(found: Glyphs, chances: np.ndarray) -> float:
    """Return the part of the ink, 0-1, that has something, by each region's chance."""
    areas = np.array([region.area for region in found.regions], float)
    return float((areas * chances).sum() / areas.sum()) if len(areas) else 0.0
