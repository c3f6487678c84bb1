"""A tiny detector, and pages of black bars for it."""

from dataclasses import dataclass

import numpy as np
import pytest

from ml.networks.detector import Widths

TINY = Widths((4, 8, 8, 8, 8), (1, 1, 1), (8, 8, 8), 8)


@dataclass(frozen=True)
class BarPage:
    """A page as the composer's."""

    image: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray
    condition: str = "bars"


class BarComposer:
    """Draws one upright bar on each page, a 1."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def compose(self, side, condition=None):
        """Draw a page."""
        x, y = self.rng.integers(side // 8, side // 2, 2)
        width, height = side // 16, side // 4
        image = np.full((side, side), 230, np.uint8)
        image[y : y + height, x : x + width] = 20
        boxes = np.array([(x, y, x + width, y + height)], np.float32)
        return BarPage(image, boxes, np.array([1], np.uint8), condition or "bars")


class FailingComposer:
    """Can't draw a page."""

    def __init__(self, seed):
        self.seed = seed

    def compose(self, side, condition=None):
        """Fail."""
        raise ValueError("no page")


@pytest.fixture(scope="session")
def tiny():
    return TINY
