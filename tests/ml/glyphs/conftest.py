"""A page of black bars, each a 1."""

import numpy as np
import pytest

from ml.data.pages.composer import Page


def page_of(boxes, classes, side=128):
    """Return a page with filled boxes."""
    image = np.full((side, side), 230, np.uint8)
    for left, top, right, bottom in boxes:
        image[top:bottom, left:right] = 30
    none = np.full(len(boxes), -1, np.int16)
    return Page(
        image,
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array(classes, np.uint8),
        *[none] * 4,
        "bars",
    )


class BarsComposer:
    """Composes always the same three bars, the last of them a comma."""

    def __init__(self, seed=0):
        self.sides = []

    def compose(self, side, condition=None):
        self.sides.append(side)
        boxes = [(20, 30, 26, 60), (60, 30, 66, 60), (80, 55, 84, 62)]
        return page_of(boxes, [1, 1, 11], side)


@pytest.fixture
def composer():
    return BarsComposer()
