"""Where the lines of a page stand, and how they fall."""

from typing import NamedTuple

import numpy as np

from recognizer.reading.lattice import Glyphs
from recognizer.reading.layout.glyphs import usual_height
from recognizer.readings import Box

PADDING = 0.12  # of the line's height, above and below it
SIDE_PADDING = 0.3  # also at its ends
LOW = 0.45  # of the usual height: lower pieces don't tell where the line is
STRAY = 0.03  # share of the ink that may be above a line, or below it
FEWEST_SLOPED = 3  # digits that tell whether a line falls
MIN_SLOPE, MAX_SLOPE = 0.06, 0.5  # rows for each column


class LineBox(NamedTuple):
    """Where a line stands on its page.

    Attributes:
        box: around the line made level: each column moved up by as many rows as the
            line falls from the page's left border to there.
        slope: rows that it falls for each column.
    """

    box: Box
    slope: float = 0.0

    @property
    def around(self) -> Box:
        """Return the box around the line as it stands."""
        left, top, right, bottom = self.box
        falls = round(self.slope * left), round(self.slope * right)
        return Box(left, top + min(falls), right, bottom + max(falls))


def find_line_box(line: Glyphs, ink: np.ndarray) -> LineBox:
    """Return the place of a line on its page, with some room around.

    Args:
        line: at least one region.
        ink: uint8 (H, W) of the page.
    """
    height = usual_height(line.regions)
    boxes = [r.box for r in line.regions if r.height >= LOW * height]
    boxes = boxes or [region.box for region in line.regions]
    slope = _slope(boxes)
    left = min(region.box.left for region in line.regions)
    right = max(region.box.right for region in line.regions)
    falls = [round(slope * (box.left + box.right) / 2) for box in boxes]
    top = min(box.top - fall for box, fall in zip(boxes, falls, strict=True))
    bottom = max(box.bottom - fall for box, fall in zip(boxes, falls, strict=True))
    box = _pad(Box(left, top, right, bottom))
    if slope:  # a line made level may reach past the page
        return LineBox(box, slope)
    return LineBox(clipped(box, ink.shape))


def _slope(boxes: list[Box]) -> float:
    """Return by how much a line falls, 0.0 where it is small or unknown."""
    if len(boxes) < FEWEST_SLOPED:
        return 0.0
    x, y = np.array([(b.left + b.right, b.top + b.bottom) for b in boxes]).T / 2
    slope = float(np.polyfit(x, y, 1)[0])
    return slope if MIN_SLOPE <= abs(slope) <= MAX_SLOPE else 0.0


def find_ink_line_box(ink: np.ndarray) -> LineBox:
    """Return where nearly all ink of a page is, with some room around."""
    return LineBox(clipped(_pad(ink_box(ink)), ink.shape))


def ink_box(ink: np.ndarray) -> Box:
    """Return the box around nearly all ink of a page."""
    rows = np.cumsum(ink.sum(1, dtype=np.int64))
    top, bottom = np.searchsorted(rows, [STRAY * rows[-1], (1 - STRAY) * rows[-1]])
    columns = np.flatnonzero(ink.any(0))
    return Box(int(columns[0]), int(top), int(columns[-1]) + 1, int(bottom) + 1)


def _pad(box: Box) -> Box:
    height = box.bottom - box.top
    return Box(
        round(box.left - SIDE_PADDING * height),
        round(box.top - PADDING * height),
        round(box.right + SIDE_PADDING * height),
        round(box.bottom + PADDING * height),
    )


def clipped(box: Box, shape: tuple[int, int]) -> Box:
    """Return the part of a box that lies on a page of so many rows and columns."""
    (height, width), (left, top, right, bottom) = shape, box
    return Box(max(left, 0), max(top, 0), min(right, width), min(bottom, height))
