"""Ink of one character, and its measurements."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recognizer.readings import Box


@dataclass(frozen=True)
class Region:
    """The ink of one character.

    Attributes:
        box: in pixels of the picture's ink.
        ink: uint8 (height, width) of the box; what belongs to neighbors is left out.
        line: 0-based line of the page.
    """

    box: Box
    ink: np.ndarray
    line: int = 0

    @property
    def width(self) -> int:
        return self.box.right - self.box.left

    @property
    def height(self) -> int:
        return self.box.bottom - self.box.top

    @cached_property
    def area(self) -> int:
        """Pixels of ink."""
        return int(np.count_nonzero(self.ink))

    def joined(self, other: "Region") -> "Region":
        """Return the union of both."""
        box = Box(
            min(self.box.left, other.box.left),
            min(self.box.top, other.box.top),
            max(self.box.right, other.box.right),
            max(self.box.bottom, other.box.bottom),
        )
        ink = np.zeros((box.bottom - box.top, box.right - box.left), np.uint8)
        for part in (self, other):
            top, left = part.box.top - box.top, part.box.left - box.left
            place = ink[top : top + part.height, left : left + part.width]
            np.maximum(place, part.ink, out=place)
        return Region(box, ink, self.line)


def usual_height(regions: list[Region]) -> float:
    """Return the height, in pixels, below which half of all ink stands."""
    if not regions:
        return 0.0
    heights = np.array([max(region.height, region.width / 3) for region in regions])
    order = np.argsort(heights)
    ink = np.cumsum(np.array([region.area for region in regions])[order])
    return float(heights[order][np.searchsorted(ink, ink[-1] / 2)])


def gap_between(one: Region, other: Region) -> float:
    """Return the gap between two boxes in pixels, 0 where they overlap."""
    across = max(one.box.left, other.box.left) - min(one.box.right, other.box.right)
    down = max(one.box.top, other.box.top) - min(one.box.bottom, other.box.bottom)
    return float(np.hypot(max(across, 0), max(down, 0)))
