"""Crop digits that were read before to MNIST glyph images, as training data."""

from collections.abc import Sequence

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.digits import SIDE
from ml.inputs.contrast import find_threshold, measure_contrast
from ml.inputs.glyph_images import to_glyph_image
from ml.inputs.ink_glyphs import FAINT_RATIO
from recognizer.pipeline import to_gray
from recognizer.readings import Box

# Ink in a box with less than this share of what the piece has in another box belongs
# to a neighbor.
MIN_OWN_SHARE = 0.2
MIN_BOXES_OF_ROTATION = 3  # fewer boxes do not show how a page was rotated

Window = tuple[slice, slice]


def crop_digits(
    image: Image.Image, boxes: Sequence[Box], lines: Sequence[int]
) -> np.ndarray:
    """Crop digits out of a picture.

    Args:
        image: upright, mode L or RGB.
        boxes: of the digits, in reading order, in pixels of the image.
        lines: of each box, the 0-based line of the page.

    Returns:
        uint8 (n, 28, 28); 0 is paper, 255 is ink. A box without ink gives all zeros.
    """
    if not boxes:
        return np.zeros((0, SIDE, SIDE), np.uint8)
    gray = to_gray(image)
    scale = gray.shape[1] / image.width, gray.shape[0] / image.height
    windows = [_window(box, scale, gray.shape) for box in boxes]
    ink = _find_ink(gray, windows)
    rotation = _find_rotation(boxes, lines)
    return np.stack(
        [_to_glyph(np.rot90(own, rotation)) for own in _select_own_ink(ink, windows)]
    )


def _window(box: Box, scale: tuple[float, float], shape: tuple[int, ...]) -> Window:
    """Return the pixels of a box in the ink: at least one, and none outside."""
    (across, down), (height, width) = scale, shape
    left = min(max(round(box.left * across), 0), width - 1)
    top = min(max(round(box.top * down), 0), height - 1)
    right = max(round(box.right * across), left + 1)
    bottom = max(round(box.bottom * down), top + 1)
    return slice(top, bottom), slice(left, right)


def _find_ink(gray: np.ndarray, windows: list[Window]) -> np.ndarray:
    """Return the ink of a page, uint8 (height, width), 0 is paper.

    As for the classifier, but at once for all digits, so that pieces that reach into
    the box of a neighbor are whole.
    """
    edges = np.array(
        [(rows.start, cols.start, rows.stop, cols.stop) for rows, cols in windows]
    )
    largest = int((edges[:, 2:] - edges[:, :2]).max())
    top, left = np.maximum(edges[:, :2].min(0) - largest, 0)
    bottom, right = edges[:, 2:].max(0) + largest
    contrast = np.zeros_like(gray)
    around = slice(top, bottom), slice(left, right)
    contrast[around] = measure_contrast(gray[around], largest)
    inside = np.concatenate([contrast[window].ravel() for window in windows])
    least = FAINT_RATIO * find_threshold(inside)
    return np.where(contrast > least, contrast, 0)


def _select_own_ink(ink: np.ndarray, windows: list[Window]) -> list[np.ndarray]:
    """Return the ink of each window without that of neighbors."""
    pieces, count = ndimage.label(ink, np.ones((3, 3)))
    shares = [
        np.bincount(pieces[window].ravel(), minlength=count + 1) for window in windows
    ]
    largest = np.maximum.reduce(shares)
    return [
        np.where((share >= MIN_OWN_SHARE * largest)[pieces[window]], ink[window], 0)
        for window, share in zip(windows, shares, strict=True)
    ]


def _find_rotation(boxes: Sequence[Box], lines: Sequence[int]) -> int:
    """Return the quarter turns of the page, as `np.rot90` counts, by its lines."""
    if len(boxes) < MIN_BOXES_OF_ROTATION:
        return 0
    centers = np.array([(b.left + b.right, b.top + b.bottom) for b in boxes]) / 2
    is_same_line = np.diff(lines) == 0
    across, down = (np.diff(centers, axis=0) * is_same_line[:, None]).sum(0)
    if abs(down) > abs(across):
        return 1 if down > 0 else 3
    return 2 if across < 0 else 0


def _to_glyph(ink: np.ndarray) -> np.ndarray:
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    if not len(rows):
        return np.zeros((SIDE, SIDE), np.uint8)
    tight = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.round(to_glyph_image(tight)[..., 0] * 255).astype(np.uint8)
