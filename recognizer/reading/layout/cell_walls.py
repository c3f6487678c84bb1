"""Boxed forms: the upright walls between two flat lines are taken off the ink."""

import numpy as np
from scipy import ndimage

from recognizer.reading.binarization.thresholding import SOLID

SPAN = 0.45  # of the page's width: so much of both lines has to show
LOWEST = 14  # pixels between the lines; digits in lower boxes can't be read
SMOOTH = 15  # columns over which a line's edge is measured
LEANS = np.linspace(-0.12, 0.12, 25)  # columns to the right for each row downwards
MISSING = 1  # pixels of a wall that may be too faint
THICKER = 1.5  # times as thick as the lines: a stroke, no wall
FEWEST = 2  # walls of a form; one alone may be a 1
RIM = 2  # pixels of soft rim on each side of a wall


def find_walls(ink: np.ndarray, flat: np.ndarray) -> np.ndarray:
    """Find what runs straight from the uppermost flat line to the lowest.

    All walls of a form lean alike; strokes that reach from line to line hardly do.

    Args:
        ink: uint8 (H, W); 0 is paper.
        flat: bool (H, W), the lines that run from left to right, rims included.

    Returns:
        bool (H, W); nothing where there are fewer than two walls.
    """
    none = np.zeros(ink.shape, bool)
    upper, lower, thickness = _edges(flat)
    if not len(upper):
        return none
    found = [_standing(ink > SOLID, upper, lower, lean) for lean in LEANS]
    best = int(np.argmax([np.count_nonzero(columns) for columns in found]))
    groups, count = ndimage.label(found[best])
    widths = np.bincount(groups, minlength=count + 1)[1:]
    thin = 1 + np.flatnonzero(widths <= THICKER * thickness + 1)
    if len(thin) < FEWEST:
        return none
    columns = ndimage.binary_dilation(np.isin(groups, thin), iterations=RIM)
    across = round(thickness) + 2 * RIM  # through the lines themselves
    rows = np.arange(len(ink))[:, None]
    near = (rows >= upper - across) & (rows < lower + across)
    return near & _leaning(np.broadcast_to(columns, ink.shape), -LEANS[best], lower)


def _standing(
    solid: np.ndarray, upper: np.ndarray, lower: np.ndarray, lean: float
) -> np.ndarray:
    """Return which columns, bool (W,), are ink from line to line, at some lean.

    Args:
        solid: bool (H, W), ink.
        upper: int (W,), rows where the space between the lines begins.
        lower: int (W,), rows where it ends.
        lean: columns to the right for each row downwards.
    """
    rows = np.arange(len(solid))[:, None]
    between = (rows >= upper - RIM) & (rows < lower + RIM)
    straight = _leaning(solid, lean, lower)
    return (between & ~straight).sum(0) <= MISSING


def _leaning(mask: np.ndarray, lean: float, foot: np.ndarray) -> np.ndarray:
    """Return the mask bool (H, W) with each row moved, so that a lean becomes upright.

    Args:
        mask: bool (H, W).
        lean: columns to the right for each row downwards.
        foot: rows int (W,) that stay where they are.
    """
    rows, columns = np.indices(mask.shape)
    moved = columns + np.rint(lean * (rows - foot)).astype(int)
    return mask[rows, np.clip(moved, 0, mask.shape[1] - 1)]


def _edges(flat: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Return where the space between the outer lines begins and ends in each column.

    Args:
        flat: bool (H, W), as in `find_walls`.

    Returns:
        Rows int (W,) and int (W,), and the lines' thickness in pixels; empty where
        there are no two lines.
    """
    width = flat.shape[1]
    upper, lower = _first_end(flat), len(flat) - _first_end(flat[::-1])
    known = np.flatnonzero(flat.any(0) & (lower - upper >= LOWEST))
    if len(known) < SPAN * width:
        return np.array([], int), np.array([], int), 0.0
    lines = flat[:, known].sum(0) / 2 - 2 * RIM
    edges = [
        np.rint(np.interp(np.arange(width), known, _smooth(edge[known]))).astype(int)
        for edge in (upper, lower)
    ]
    return edges[0], edges[1], max(float(np.median(lines)), 1.0)


def _first_end(flat: np.ndarray) -> np.ndarray:
    """Return the row, int (W,), below the uppermost line of each column."""
    rows = np.arange(len(flat))[:, None]
    begun = rows >= flat.argmax(0)
    return (begun & ~flat).argmax(0)


def _smooth(edge: np.ndarray) -> np.ndarray:
    return ndimage.median_filter(edge.astype(float), SMOOTH, mode="nearest")
