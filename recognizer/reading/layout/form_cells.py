"""Forms with several boxes to write in: what stands in them is what was written."""

import numpy as np
from scipy import ndimage

from recognizer.reading.binarization.thresholding import SOLID
from recognizer.reading.layout.outlines import (
    MAX_INK,
    RIM,
    SMALLEST,
    depth_inside,
    is_content,
    silhouette,
)

LineBox = tuple[slice, slice]

MAX_BOXES = 64  # the largest pieces of ink
MAX_PIECES = 2000  # more is noise
FEWEST = 3  # boxes of a form; fewer may be drawn by hand, around a result
WALL = 4  # pixels along a box's walls that only strokes cross
SQUARE = 0.85  # of its bounds, at least, is what a box encloses


def inside_boxes(ink: np.ndarray) -> np.ndarray:
    """Find the inside of all boxes that have something in them.

    Args:
        ink: uint8 (H, W); 0 is paper.

    Returns:
        bool (H, W); nothing where there are fewer than three boxes.
    """
    # Soft rims would join a box with what is printed close to it.
    labels, count = ndimage.label(ink > SOLID, np.ones((3, 3)))
    found = np.zeros(ink.shape, bool)
    if count > MAX_PIECES:
        return found
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    slices = ndimage.find_objects(labels)
    boxes = []
    for i in np.argsort(-areas, kind="stable")[:MAX_BOXES]:
        piece = labels[slices[i]] == i + 1
        if min(piece.shape) < SMALLEST or areas[i] > MAX_INK * piece.size:
            continue
        place = _without_ends(piece, slices[i])
        depth = depth_inside(labels[place] == i + 1, SQUARE)
        content = (ink[place] > 0) & (depth > WALL)
        if is_content(content):
            # A stroke that reaches the wall continues as far as it differs from it.
            near = ndimage.binary_dilation(content, iterations=WALL - 1)
            boxes.append((place, near & (depth > RIM)))
    # What holds boxes itself is the frame of the page.
    within = [
        (place, deep)
        for place, deep in boxes
        if not any(_holds(place, other) for other, _ in boxes if other is not place)
    ]
    if len(within) >= FEWEST:
        for place, deep in within:
            found[place] |= deep
    return found


def _without_ends(piece: np.ndarray, place: LineBox) -> LineBox:
    """Return where the box itself is, without what touches it from outside.

    Args:
        piece: bool (h, w), one connected piece of ink, cropped tight.
        place: where it stands on the page.
    """
    full = silhouette(piece)
    rows = np.flatnonzero(full.mean(1) >= SQUARE)
    if not len(rows):
        return place
    columns = np.flatnonzero(full[rows[0] : rows[-1] + 1].mean(0) >= SQUARE)
    if not len(columns):
        return place
    top, left = place[0].start, place[1].start
    return (
        slice(top + rows[0], top + rows[-1] + 1),
        slice(left + columns[0], left + columns[-1] + 1),
    )


def _holds(outer: LineBox, inner: LineBox) -> bool:
    return all(
        one.start <= other.start and other.stop <= one.stop
        for one, other in zip(outer, inner, strict=True)
    )
