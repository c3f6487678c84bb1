"""From a text line on a gray page to the line image that the line reader takes.

Nothing is binarized: what is darker than the paper around it, or lighter on dark paper,
is shown as dark as it is. A threshold serves to measure the strokes alone.
"""

import numpy as np
from PIL import Image

from ml.inputs.contrast import find_threshold, measure_contrast
from ml.inputs.line_images import to_line_image

HEIGHT_PX = 64  # of a line whose contrast is measured; higher ones are scaled down
PAPER_RATIO = 0.5  # of the height: side of the window in which there is paper


def crop_line(gray: np.ndarray, box: np.ndarray, slope: float = 0.0) -> np.ndarray:
    """Return the line image of a text line.

    Beyond the border of the page, its last pixels are repeated.

    Args:
        gray: uint8 (height, width) page, 255 is white.
        box: float (4,), left, top, right, bottom in pixels of the page; around the
            line, as if it were level at the middle between left and right.
        slope: of the line, as rise of y over x.

    Returns:
        float32 (32, width); 0.0 is paper, 1.0 is ink.
    """
    level = _scale_down(_crop_level(gray, box, slope))
    contrast = measure_contrast(level, round(PAPER_RATIO * len(level)))
    ink = (255 * (contrast > find_threshold(contrast))).astype(np.uint8)
    return to_line_image(contrast, ink)


def fit_slope(boxes: np.ndarray) -> float:
    """Return the slope of the line through some boxes, as rise of y over x.

    Args:
        boxes: float (n, 4), left, top, right, bottom in pixels.

    Returns:
        0.0 of two boxes or fewer, which show none; infinity where they stand above each
        other rather than side by side.
    """
    x, y = (boxes[:, :2] + boxes[:, 2:]).T / 2
    if np.ptp(x) < np.ptp(y):
        return np.inf
    return float(np.polyfit(x, y, 1)[0]) if len(boxes) > 2 else 0.0


def level_boxes(boxes: np.ndarray, slope: float, middle: float) -> np.ndarray:
    """Return boxes, float (n, 4), as if their line were level.

    Args:
        boxes: left, top, right, bottom in pixels.
        slope: of the line.
        middle: x at which nothing moves.
    """
    rise = slope * ((boxes[:, 0] + boxes[:, 2]) / 2 - middle)
    return boxes - np.stack([0 * rise, rise, 0 * rise, rise], 1)


def _crop_level(gray: np.ndarray, box: np.ndarray, slope: float) -> np.ndarray:
    left, top, right, bottom = np.rint(box).astype(int)
    x = np.arange(left, max(right, left + 1))
    rise = np.rint(slope * (x - x.mean())).astype(int)
    y = np.arange(top, max(bottom, top + 1))[:, None] + rise
    height, width = gray.shape
    return gray[y.clip(0, height - 1), x.clip(0, width - 1)]


def _scale_down(gray: np.ndarray) -> np.ndarray:
    height, width = gray.shape
    if height <= HEIGHT_PX:
        return gray
    size = max(1, round(width * HEIGHT_PX / height)), HEIGHT_PX
    bilinear = Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(gray).resize(size, bilinear, reducing_gap=2.0))
