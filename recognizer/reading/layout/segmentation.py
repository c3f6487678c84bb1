"""Where touching digits may be cut apart: paths from top to bottom through little ink.

A path of least ink, as in seam carving (Avidan and Shamir, 2007), follows the gap
between slanted digits and crosses where strokes just touch.
"""

import itertools

import numpy as np

from recognizer.reading.layout.glyphs import Region
from recognizer.readings import Box

WORK_HEIGHT = 40  # pixels; regions are cut at about this height
NARROWEST = 0.12  # of the height: the least distance of two cuts
MAX_CUTS = 14
LEAN = 0.06  # cost of a step aside, in strokes of full ink


def cut(region: Region) -> list[Region]:
    """Cut a region into parts at every path of little ink, left to right.

    Returns:
        The parts, each with its own ink; the region alone where there is no path.
    """
    paths = find_cuts(region.ink)
    columns = np.arange(region.width)
    edges = [np.zeros((region.height, 1)), *paths[..., None]]
    edges.append(np.full((region.height, 1), region.width))
    parts = [
        _part(region, (columns >= left) & (columns < right))
        for left, right in itertools.pairwise(edges)
    ]
    return [part for part in parts if part is not None] or [region]


def cut_at(region: Region, columns: list[float]) -> list[Region]:
    """Cut a region straight down.

    Args:
        region: what to cut.
        columns: where, in pixels of the page, left to right.

    Returns:
        The parts that hold ink, at most one more than there are columns.
    """
    places = np.arange(region.width) + region.box.left
    edges = [-np.inf, *columns, np.inf]
    parts = [
        _part(region, np.tile((places >= left) & (places < right), (region.height, 1)))
        for left, right in itertools.pairwise(edges)
    ]
    return [part for part in parts if part is not None]


def find_cuts(ink: np.ndarray) -> np.ndarray:
    """Find the paths on which touching digits may be parted.

    Args:
        ink: uint8 (h, w); 0 is paper.

    Returns:
        int (n, h): for each path its column in every row, left to right.
    """
    step = max(round(len(ink) / WORK_HEIGHT), 1)
    cost, back = _accumulated(ink[::step, ::step] / 255.0)
    ends = _valleys(cost, max(round(NARROWEST * len(ink) / step), 2))
    paths = [_trace(back, end) for end in ends]
    if not paths:
        return np.zeros((0, len(ink)), int)
    rows = np.minimum(np.arange(len(ink)) // step, back.shape[0] - 1)
    return np.sort(np.stack(paths), axis=0)[:, rows] * step


def _accumulated(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the least ink (w,) of a path to each end, and its steps (h, w)."""
    height, width = weight.shape
    back = np.zeros((height, width), np.int8)
    total = weight[0].copy()
    side = np.full(1, np.inf)
    for y in range(1, height):
        left = np.concatenate([side, total[:-1]]) + LEAN
        right = np.concatenate([total[1:], side]) + LEAN
        ways = np.stack([total, left, right])
        best = ways.argmin(0)
        back[y] = np.array([0, -1, 1])[best]
        total = ways[best, np.arange(width)] + weight[y]
    return total, back


def _valleys(cost: np.ndarray, apart: int) -> list[int]:
    """Return the columns of the deepest valleys, at least `apart` from each other."""
    inner = cost.copy()
    inner[:apart] = inner[len(inner) - apart :] = np.inf
    chosen: list[int] = []
    while len(chosen) < MAX_CUTS and np.isfinite(inner).any():
        best = int(inner.argmin())
        chosen.append(best)
        inner[max(best - apart, 0) : best + apart + 1] = np.inf
    return sorted(chosen)


def _trace(back: np.ndarray, end: int) -> np.ndarray:
    """Return the column in every row, int (h,), of the path that ends there."""
    path = np.empty(len(back), int)
    path[-1] = end
    for y in range(len(back) - 1, 0, -1):
        path[y - 1] = path[y] + back[y, path[y]]
    return path


def _part(region: Region, inside: np.ndarray) -> Region | None:
    """Return the region's ink inside a mask (h, w), cropped tight; None without ink."""
    ink = np.where(inside, region.ink, 0).astype(np.uint8)
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if not len(rows):
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    x, y = region.box.left, region.box.top
    box = Box(int(x + left), int(y + top), int(x + right), int(y + bottom))
    return Region(box, ink[top:bottom, left:right], region.line)
