"""What the detector is to answer for a page, as arrays for its loss.

The cells of both maps stand in one row: those of the fine map first, then those of the
coarse one, row by row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.networks.detector import CLASSES, MULTIPLE, STRIDES

MAX_OBJECTS = 192  # of a page; more, and some by chance are left out
MAX_SAMPLES = 768
MIDDLE = 255  # heat of the cell that holds a character's middle
ALMOST = 254  # peak that is neither asked for nor penalized

SPREAD = 0.09  # standard deviation of a peak, in sides of its box
MIN_SPREAD = 0.55  # cells
ROUNDNESS = 0.6  # thinner boxes count as this wide
INNER = 0.16  # half of the inner part of a box, where class and size are asked for
SAMPLES = 8  # of the inner part of one box
FEW_SAMPLES = 2  # where that part is smaller than half a cell
MIN_SIDE = 0.25  # cells

# Long side in pixels from which the coarse map may, and has to, answer.
COARSE_FROM_PX = (28.0, 44.0)

Arrays = dict[str, np.ndarray]
Rows = tuple[np.ndarray, np.ndarray]  # cells, and values of each


@dataclass(frozen=True)
class _Objects:
    """Characters in one map.

    Attributes:
        boxes: float32 (n, 4), left, top, right, bottom in cells.
        classes: int64 (n,).
        asked: bool (n,); False where the map may answer or not.
        side: cells of the map along a side.
    """

    boxes: np.ndarray
    classes: np.ndarray
    asked: np.ndarray
    side: int

    @property
    def middles(self) -> np.ndarray:
        """Return float32 (n, 2), right and down, in cells."""
        return (self.boxes[:, :2] + self.boxes[:, 2:]) / 2

    @property
    def cells(self) -> np.ndarray:
        """Return int64 (n, 2), right and down, of the cells that hold the middles."""
        return np.clip(np.floor(self.middles), 0, self.side - 1).astype(np.int64)

    @property
    def sizes(self) -> np.ndarray:
        """Return float32 (n, 2), width and height in cells."""
        return np.maximum(self.boxes[:, 2:] - self.boxes[:, :2], MIN_SIDE)


def count_cells(side: int) -> int:
    """Return the cells of both maps of a square page of `side` pixels."""
    return sum((side // stride) ** 2 for stride in STRIDES)


def build_targets(
    boxes: np.ndarray, classes: np.ndarray, side: int, rng: np.random.Generator
) -> Arrays:
    """Return what both maps are to answer for one page.

    Args:
        boxes: float32 (n, 4), left, top, right, bottom in pixels.
        classes: uint8 (n,), 0-16.
        side: pixels of the square page, a multiple of 32.
        rng: chooses cells of the inner parts.

    Returns:
        `heat`, uint8 (cells, 17): 255 in the cell of a middle, a Gaussian around it.
        `object_cells`, int32 (192,), and `object_values`, float32 (192, 5): log width,
        log height, offset right and down in cells, weight 1, or 0 after the last.
        `sample_cells`, int32 (768,), and `sample_values`, float32 (768, 4): class, log
        width, log height, weight; the weights of one character sum to 1.
    """
    if side % MULTIPLE:
        raise ValueError(f"{side} is no multiple of {MULTIPLE}.")
    heats, objects, samples, before = [], [], [], 0
    for stride in STRIDES:
        found = _in_map(boxes, classes, side, stride)
        heats.append(_heat(found))
        asked = _Objects(
            found.boxes[found.asked],
            found.classes[found.asked],
            found.asked[found.asked],
            found.side,
        )
        objects.append(_shifted(_object_rows(asked), before))
        samples.append(_shifted(_sample_rows(asked, rng), before))
        before += found.side**2
    object_cells, object_values = _filled(objects, MAX_OBJECTS, 5, rng)
    sample_cells, sample_values = _filled(samples, MAX_SAMPLES, 4, rng)
    return {
        "heat": np.concatenate(heats),
        "object_cells": object_cells,
        "object_values": object_values,
        "sample_cells": sample_cells,
        "sample_values": sample_values,
    }


def stack_targets(pages: Sequence[Arrays]) -> Arrays:
    """Return the targets of pages of one size as those of a batch."""
    return {name: np.stack([page[name] for page in pages]) for name in pages[0]}


def _in_map(boxes: np.ndarray, classes: np.ndarray, side: int, stride: int) -> _Objects:
    long_side = (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0)
    low, high = (0.0, 0.0) if stride == min(STRIDES) else COARSE_FROM_PX
    may = long_side >= low
    return _Objects(
        boxes[may].astype(np.float32) / stride,
        classes[may].astype(np.int64),
        long_side[may] >= high,
        side // stride,
    )


def _heat(found: _Objects) -> np.ndarray:
    """Return uint8 (cells, 17): the highest of all peaks."""
    heat = np.zeros((found.side, found.side, CLASSES), np.uint8)
    width, height = found.sizes.T
    round_area = np.maximum(width, ROUNDNESS * height) * np.maximum(
        height, ROUNDNESS * width
    )
    spreads = np.maximum(MIN_SPREAD, SPREAD * np.sqrt(round_area))
    peaks = np.where(found.asked, MIDDLE, ALMOST)
    for (x, y), spread, c, peak in zip(
        found.cells, spreads, found.classes, peaks, strict=True
    ):
        reach = int(3 * spread) + 1
        rows = np.arange(max(y - reach, 0), min(y + reach + 1, found.side))
        columns = np.arange(max(x - reach, 0), min(x + reach + 1, found.side))
        bell = np.outer(_gaussian(rows - y, spread), _gaussian(columns - x, spread))
        place = heat[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1, c]
        # Only the cell of the middle may be 255.
        around = np.minimum(np.round(bell * MIDDLE), ALMOST).astype(np.uint8)
        around[y - rows[0], x - columns[0]] = peak
        np.maximum(place, around, out=place)
    return heat.reshape(-1, CLASSES)


def _gaussian(distance: np.ndarray, spread: float) -> np.ndarray:
    return np.exp(-(distance**2) / (2 * spread**2))


def _object_rows(asked: _Objects) -> Rows:
    offsets = asked.middles - asked.cells - 0.5
    ones = np.ones((len(offsets), 1))
    values = np.concatenate([np.log(asked.sizes), offsets, ones], 1)
    return asked.cells @ (1, asked.side), values


def _sample_rows(asked: _Objects, rng: np.random.Generator) -> Rows:
    """Return cells of the inner part of each box, and what they are to tell."""
    inner = INNER * asked.sizes
    counts = np.where(inner.prod(1) > 0.4, SAMPLES, FEW_SAMPLES)
    owner = np.repeat(np.arange(len(counts)), counts)
    points = asked.middles[owner] + inner[owner] * rng.uniform(-1, 1, (len(owner), 2))
    cells = np.clip(np.floor(points), 0, asked.side - 1).astype(np.int64)
    values = np.concatenate(
        [
            asked.classes[owner, None],
            np.log(asked.sizes[owner]),
            1 / counts[owner, None],
        ],
        1,
    )
    return cells @ (1, asked.side), values


def _shifted(rows: Rows, before: int) -> Rows:
    cells, values = rows
    return cells + before, values


def _filled(
    parts: list[Rows], room: int, columns: int, rng: np.random.Generator
) -> Rows:
    """Return rows of all maps in arrays of a fixed length, zeros after the last."""
    cells = np.concatenate([part[0] for part in parts])
    values = np.concatenate([part[1] for part in parts])
    if len(cells) > room:
        chosen = rng.choice(len(cells), room, replace=False)
        cells, values = cells[chosen], values[chosen]
    all_cells = np.zeros(room, np.int32)
    all_values = np.zeros((room, columns), np.float32)
    all_cells[: len(cells)], all_values[: len(cells)] = cells, values
    return all_cells, all_values
