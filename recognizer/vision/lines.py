"""Ruled and squared paper: lines that run across the page are taken off the ink."""

import numpy as np
from scipy import ndimage

SMALLEST_PAGE = 120  # pixels; on less, a bar of a 7 can't be told from a line
SPAN = 0.7  # of the page: what is shorter is a stroke
THICKEST = 0.02  # of the page's side
RUN = 0.04  # of the page's side: the pieces that a slightly tilted line breaks into


def without_lines(ink: np.ndarray) -> np.ndarray:
    """Take off the lines that cross the page; ink that crosses them stays.

    Args:
        ink: uint8 (H, W); 0 is paper.

    Returns:
        uint8 (H, W), the same array where there is no line.
    """
    if min(ink.shape) < SMALLEST_PAGE:
        return ink
    strokes = ink > 0
    ruled = _ruled(strokes) | _ruled(strokes.T).T
    return np.where(ruled, 0, ink) if ruled.any() else ink


def _ruled(strokes: np.ndarray) -> np.ndarray:
    """Return the mask of flat lines, those parts left out where a stroke crosses."""
    height, width = strokes.shape
    thickest = max(round(THICKEST * height), 2)
    flat = _opened(strokes, (1, max(round(RUN * width), 12)))
    if not flat.any():
        return flat
    thick = _opened(flat, (thickest + 1, 1))
    flat &= ~thick
    # Pieces of a tilted line lie in neighbouring rows, with a gap where it fades.
    joined, _ = ndimage.label(_grown(flat, (3, 15)), np.ones((3, 3)))
    spans = [
        right.stop - right.start >= SPAN * width
        for _, right in ndimage.find_objects(joined)
    ]
    lines = flat & np.array([False, *spans])[joined]
    return lines & ~_crossed(strokes & ~_grown(lines, (3, 1)), thickest)


def _crossed(others: np.ndarray, reach: int) -> np.ndarray:
    """Return where other ink lies both above and below, at most `reach` pixels away."""
    window = (2 * reach + 3, 1)
    above = ndimage.maximum_filter(others, window, origin=(reach, 0))
    below = ndimage.maximum_filter(others, window, origin=(-reach, 0))
    return above & below


def _opened(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    kept = ndimage.minimum_filter(mask, size, mode="constant", cval=1)
    origin = tuple(-((side + 1) % 2) for side in size)
    return mask & ndimage.maximum_filter(kept, size, origin=origin)


def _grown(mask: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return ndimage.maximum_filter(mask, size)
