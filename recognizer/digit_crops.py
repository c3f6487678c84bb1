"""Digits that were read before, in the form of MNIST: data to learn from."""

from collections.abc import Sequence

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.digits import SIDE
from ml.glyph_images import to_glyph_image
from recognizer.pipeline import to_gray
from recognizer.reading.binarization.thresholding import find_ink
from recognizer.readings import Box

# Of a piece's ink in another box: less than that here is a neighbor's tip.
INTRUDER = 0.2
SEVERAL = 3  # boxes that tell how a page was turned

Window = tuple[slice, slice]


def crop_digits(
    image: Image.Image, boxes: Sequence[Box], lines: Sequence[int]
) -> np.ndarray:
    """Cut digits out of a picture.

    Args:
        image: upright, mode L or RGB.
        boxes: of the digits, in reading order, in pixels of the image.
        lines: of each box, the line of the page that it stands on.

    Returns:
        uint8 (n, 28, 28); 0 is paper, 255 is ink. A box without ink is all paper.
    """
    if not boxes:
        return np.zeros((0, SIDE, SIDE), np.uint8)
    ink = find_ink(to_gray(image))
    scale = ink.shape[1] / image.width, ink.shape[0] / image.height
    windows = [_window(box, scale, ink.shape) for box in boxes]
    turn = _find_turn(boxes, lines)
    return np.stack([_field(np.rot90(own, turn)) for own in _own_ink(ink, windows)])


def _window(box: Box, scale: tuple[float, float], shape: tuple[int, ...]) -> Window:
    """Return where a box lies in the ink; at least a pixel, and never outside."""
    (across, down), (height, width) = scale, shape
    left = min(max(round(box.left * across), 0), width - 1)
    top = min(max(round(box.top * down), 0), height - 1)
    right = max(round(box.right * across), left + 1)
    bottom = max(round(box.bottom * down), top + 1)
    return slice(top, bottom), slice(left, right)


def _own_ink(ink: np.ndarray, windows: list[Window]) -> list[np.ndarray]:
    """Return the ink of each window without the tips of what stands beside it."""
    pieces, count = ndimage.label(ink, np.ones((3, 3)))
    shares = [
        np.bincount(pieces[window].ravel(), minlength=count + 1) for window in windows
    ]
    most = np.maximum.reduce(shares)
    return [
        np.where((share >= INTRUDER * most)[pieces[window]], ink[window], 0)
        for window, share in zip(windows, shares, strict=True)
    ]


def _find_turn(boxes: Sequence[Box], lines: Sequence[int]) -> int:
    """Return how often the page was turned, as `np.rot90` counts, to read its lines."""
    if len(boxes) < SEVERAL:
        return 0
    centers = np.array([(b.left + b.right, b.top + b.bottom) for b in boxes]) / 2
    together = np.diff(lines) == 0
    across, down = (np.diff(centers, axis=0) * together[:, None]).sum(0)
    if abs(down) > abs(across):
        return 1 if down > 0 else 3
    return 2 if across < 0 else 0


def _field(ink: np.ndarray) -> np.ndarray:
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if not len(rows):
        return np.zeros((SIDE, SIDE), np.uint8)
    tight = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.round(to_glyph_image(tight)[..., 0] * 255).astype(np.uint8)
