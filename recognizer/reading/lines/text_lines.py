"""From boxes to text lines, and from lines to the rows and columns of a grid."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LineParams:
    """Limits of the grouping, all relative to the height of the characters.

    Attributes:
        max_slope_degrees: lines steeper than this are not looked for.
        max_neighbor_gap: center to center, in heights, of neighbors that show
            the slope.
        min_overlap_ratio: of the smaller height, between a character and the line that
            it joins.
        min_column_share: of the numbers of a grid that stand in a column with others.
    """

    max_slope_degrees: float = 30.0
    max_neighbor_gap: float = 3.0
    min_overlap_ratio: float = 0.35
    min_column_share: float = 0.8


PARAMS = LineParams()


def find_slope(boxes: np.ndarray, params: LineParams = PARAMS) -> float:
    """Return the slope of the text lines, as rise of y over x.

    Args:
        boxes: float (n, 4), left, top, right, bottom in pixels.
        params: limits of the grouping.

    Returns:
        The median slope between each box and its nearest neighbor to the right; 0.0
        where no two boxes are neighbors.
    """
    centers, heights = _centers(boxes), boxes[:, 3] - boxes[:, 1]
    dx = centers[None, :, 0] - centers[:, None, 0]
    dy = centers[None, :, 1] - centers[:, None, 1]
    taller = np.maximum(heights[:, None], heights[None])
    steepest = np.tan(np.radians(params.max_slope_degrees))
    is_right = (dx > 0.2 * taller) & (dx < params.max_neighbor_gap * taller)
    is_right &= np.abs(dy) < np.maximum(steepest * dx, 0.25 * taller)
    distance = np.where(is_right, np.hypot(dx, 2 * dy), np.inf)
    nearest = distance.argmin(1) if len(boxes) else np.zeros(0, int)
    first = np.flatnonzero(np.isfinite(distance.min(1, initial=np.inf)))
    if not len(first):
        return 0.0
    slopes = dy[first, nearest[first]] / dx[first, nearest[first]]
    return float(np.median(slopes))


def find_lines(boxes: np.ndarray, params: LineParams = PARAMS) -> np.ndarray:
    """Return the text line of every box, int (n,), 0 is the topmost.

    Lines may slope, and bend a little: from left to right, a box joins the line whose
    last box it overlaps most in height once the common slope is taken out.

    Args:
        boxes: float (n, 4), left, top, right, bottom in pixels.
        params: limits of the grouping.
    """
    if not len(boxes):
        return np.zeros(0, int)
    tops, bottoms = _levelled(boxes, find_slope(boxes, params))
    lines: list[list[int]] = []
    for i in np.argsort(_centers(boxes)[:, 0], kind="stable"):
        line = _line_to_join(i, lines, tops, bottoms, params)
        line.append(i)
        if len(line) == 1:
            lines.append(line)
    lines.sort(key=lambda line: np.mean(tops[line] + bottoms[line]))
    found = np.empty(len(boxes), int)
    for number, line in enumerate(lines):
        found[line] = number
    return found


def _line_to_join(
    i: int,
    lines: list[list[int]],
    tops: np.ndarray,
    bottoms: np.ndarray,
    params: LineParams,
) -> list[int]:
    """Return the line whose last box overlaps box i most; a new one if none does."""
    best, best_overlap = [], params.min_overlap_ratio
    for line in lines:
        j = line[-1]
        shared = min(bottoms[i], bottoms[j]) - max(tops[i], tops[j])
        smaller = min(bottoms[i] - tops[i], bottoms[j] - tops[j])
        if shared / max(smaller, 1e-6) > best_overlap:
            best, best_overlap = line, shared / max(smaller, 1e-6)
    return best


def reading_order(boxes: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Return the indices of boxes, line by line and from left to right, int (n,)."""
    return np.lexsort((_centers(boxes)[:, 0], lines))


def find_grid(
    boxes: np.ndarray, lines: np.ndarray, params: LineParams = PARAMS
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return rows and columns, int (n,) each, of numbers that stand in a grid.

    Args:
        boxes: float (n, 4) of whole numbers.
        lines: int (n,), the text line of each.
        params: limits of the grouping.

    Returns:
        None unless there are at least two rows and two columns, and most numbers share
        their column with others.
    """
    if len(boxes) < 4 or len(np.unique(lines)) < 2:
        return None
    slope = find_slope(boxes, params)
    # Columns of a turned page lean as its lines slope.
    centers = _centers(boxes)
    across = centers[:, 0] + slope * centers[:, 1]
    columns = _clusters(across, np.median(boxes[:, 2] - boxes[:, 0]))
    counts = np.bincount(columns)
    shared = counts[columns] >= 2
    per_line = np.bincount(lines)
    is_grid = len(counts) >= 2 and shared.mean() >= params.min_column_share
    has_clash = len({*zip(lines.tolist(), columns.tolist(), strict=True)}) < len(boxes)
    if not is_grid or has_clash or per_line.max() < 2:
        return None
    rows = np.unique(lines, return_inverse=True)[1]
    return rows, columns


def _clusters(values: np.ndarray, width: float) -> np.ndarray:
    """Return groups of values, 0-based from the lowest; a gap is half a width."""
    order = np.argsort(values)
    gaps = np.diff(values[order]) > 0.5 * width
    groups = np.empty(len(values), int)
    groups[order] = np.concatenate([[0], np.cumsum(gaps)])
    return groups


def _centers(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _levelled(boxes: np.ndarray, slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Return tops and bottoms, float (n,) each, with the slope taken out."""
    drop = slope * _centers(boxes)[:, 0]
    return boxes[:, 1] - drop, boxes[:, 3] - drop
