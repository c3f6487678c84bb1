"""From a box on a gray page to the glyph image that the classifier takes.

The classifier was trained on ink alone. A threshold parts ink from paper in the box;
inside the ink, the gray values stay.
"""

import numpy as np
from PIL import Image

from ml.digits import SIDE
from ml.inputs.contrast import find_threshold, measure_contrast
from ml.inputs.glyph_images import to_glyph_image

SIDE_PX = 64  # of a crop whose contrast is measured; larger ones are scaled down
CONTEXT_RATIO = 0.25  # of the longer side of the box: paper around it that is seen
MARGIN_RATIO = 0.06  # of the longer side: ink outside the box that belongs to it
PAPER_RATIO = 0.6  # of the crop: side of the window in which there is paper
FAINT_RATIO = 0.6  # of the threshold: fainter pixels are paper


def cut_glyph_images(gray: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Return the glyph image of every box; without ink it is empty.

    Args:
        gray: uint8 (height, width) page, 255 is white.
        boxes: float (n, 4), left, top, right, bottom in pixels of the page.

    Returns:
        float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.
    """
    images = np.zeros((len(boxes), SIDE, SIDE, 1), np.float32)
    for image, box in zip(images, boxes, strict=True):
        ink, _ = find_ink(gray, box)
        if ink.any():
            image[:] = to_glyph_image(ink)
    return images


def find_ink(gray: np.ndarray, box: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the ink of a box, and where it is.

    Args:
        gray: uint8 (height, width) page, 255 is white.
        box: float (4,), left, top, right, bottom in pixels of the page.

    Returns:
        uint8 (h, w), cropped tight, 0 is paper; (1, 1) without ink. And the box around
        it, float (4,), in pixels of the page.
    """
    longer = max(box[2] - box[0], box[3] - box[1], 1.0)
    margin = CONTEXT_RATIO * longer
    crop, scale = _scale_down(_crop(gray, box, margin))
    contrast = measure_contrast(crop, round(PAPER_RATIO * max(crop.shape)))
    cut = round((CONTEXT_RATIO - MARGIN_RATIO) * longer * scale)
    height, width = contrast.shape
    contrast = contrast[cut : height - cut, cut : width - cut]
    threshold = find_threshold(contrast)
    rows, columns = np.nonzero(contrast > threshold)
    if not len(rows):
        return np.zeros((1, 1), np.uint8), np.asarray(box, float)
    left, top, right, bottom = (
        columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    )  # fmt: skip
    corner = np.floor(np.asarray(box[:2]) - margin)
    place = np.tile(corner, 2) + (np.array([left, top, right, bottom]) + cut) / scale
    ink = np.where(contrast > FAINT_RATIO * threshold, contrast, 0)
    return ink[top:bottom, left:right], place


def _crop(gray: np.ndarray, box: np.ndarray, margin: float) -> np.ndarray:
    left, top = np.floor(box[:2] - margin).astype(int)
    right, bottom = np.ceil(box[2:] + margin).astype(int)
    height, width = gray.shape
    rows = np.arange(top, max(bottom, top + 3)).clip(0, height - 1)
    columns = np.arange(left, max(right, left + 3)).clip(0, width - 1)
    return gray[np.ix_(rows, columns)]


def _scale_down(crop: np.ndarray) -> tuple[np.ndarray, float]:
    scale = SIDE_PX / max(crop.shape)
    if scale >= 1:
        return crop, 1.0
    height, width = crop.shape
    size = max(3, round(width * scale)), max(3, round(height * scale))
    bilinear = Image.Resampling.BILINEAR
    small = Image.fromarray(crop).resize(size, bilinear, reducing_gap=2.0)
    return np.asarray(small), scale
