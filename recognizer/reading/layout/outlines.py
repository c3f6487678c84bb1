"""Boxes and circles around digits: an outline that a digit touches is taken off."""

import numpy as np
from scipy import ndimage

MAX_FRAMES = 16  # the largest pieces of ink; a form has no more boxes of one number
SMALLEST = 16  # pixels of the shorter side
MAX_INK = 0.5  # of its box: more is no outline
SILHOUETTE = 0.72  # of its box, at least, is what a frame encloses
RIM = 1  # pixels of soft rim that belong to the outline
THICKEST = 0.12  # of its shorter side: a thicker line is no frame
OUTLINE = 1.4  # times as thick as the frame's line: what belongs to it
CORNERS = 0.1  # of the side: there an outline is cut lengthwise
CONTENT_HEIGHT = 0.3  # of the frame's, at least: dirt inside a 0 is less
CONTENT_INK = 0.1  # of the piece's, at least


def without_frames(ink: np.ndarray) -> np.ndarray:
    """Take the outline off boxes and circles with something in them that touches it.

    Args:
        ink: uint8 (H, W); 0 is paper.

    Returns:
        uint8 (H, W), the same array where there is no such outline.
    """
    labels, count = ndimage.label(ink, np.ones((3, 3)))
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    slices = ndimage.find_objects(labels)
    outlines = np.zeros(ink.shape, bool)
    for i in np.argsort(-areas, kind="stable")[:MAX_FRAMES]:
        piece = labels[slices[i]] == i + 1
        if min(piece.shape) >= SMALLEST and areas[i] <= MAX_INK * piece.size:
            outlines[slices[i]] |= _outline(piece)
    return np.where(outlines, 0, ink) if outlines.any() else ink


def _outline(piece: np.ndarray) -> np.ndarray:
    """Return the outline around what stands inside, bool (h, w); empty for no frame.

    Args:
        piece: bool (h, w), one connected piece of ink, cropped tight.
    """
    none = np.zeros(piece.shape, bool)
    content = piece & (depth_inside(piece, SILHOUETTE) > RIM)
    if not is_content(content) or content.sum() < CONTENT_INK * piece.sum():
        return none
    return piece & ~content


def depth_inside(piece: np.ndarray, least: float) -> np.ndarray:
    """Return how far, in pixels, each one is inside of a frame's outline.

    Args:
        piece: bool (h, w), one connected piece of ink, cropped tight.
        least: share of its box that a frame encloses.

    Returns:
        float (h, w); 0.0 or less in the outline and outside, and all over if the piece
        encloses less, or with too thick a line.
    """
    none = np.zeros(piece.shape)
    full = silhouette(piece)
    if full.sum() < least * piece.size:
        return none
    thickness = _thickness(piece)
    if thickness > THICKEST * min(piece.shape):
        return none
    depth = ndimage.distance_transform_edt(np.pad(full, 1))[1:-1, 1:-1]
    return depth - OUTLINE * thickness


def silhouette(piece: np.ndarray) -> np.ndarray:
    """Return a piece, bool (h, w), with all that it encloses."""
    outer, _ = ndimage.label(~np.pad(piece, 1))
    return (outer != outer[0, 0])[1:-1, 1:-1]


def is_content(ink: np.ndarray) -> bool:
    """Return whether the ink in a frame, bool (h, w), is high enough to be written."""
    rows = np.flatnonzero(ink.any(1))
    return len(rows) > 0 and rows[-1] - rows[0] >= CONTENT_HEIGHT * len(ink)


def _thickness(piece: np.ndarray) -> float:
    """Return how many pixels of ink are usually met first, from all four sides."""
    runs = []
    for mask in (piece, piece.T):
        skipped = round(CORNERS * len(mask))
        rows = mask[skipped : len(mask) - skipped]
        runs += [_first_runs(rows), _first_runs(rows[:, ::-1])]
    return float(np.median(np.concatenate(runs)))


def _first_runs(rows: np.ndarray) -> np.ndarray:
    """Return the length, int (h,), of the first run of ink in every row."""
    first = rows.argmax(1)
    after = ~rows & (np.arange(rows.shape[1]) > first[:, None])
    ends = np.where(after.any(1), after.argmax(1), rows.shape[1])
    return ends - first
