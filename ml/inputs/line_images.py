"""From a text line of a page to the line image that the line reader takes."""

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.inputs.glyph_images import stroke_width

LINE_HEIGHT_PX = 32
LINE_MARGIN_PX = 6  # before the first and after the last character
MAX_WIDTH_PX = 1536  # longer lines are compressed to this width
MIN_STROKE_PX = 1.7  # in a line image; thinner strokes fade when they are scaled down
FULL_INK_PERCENTILE = 70  # of the strokes' contrast: what counts as full ink


def to_line_image(contrast: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Scale one text line to the height of a line image.

    Args:
        contrast: uint8 (h, w); 0 is paper, 255 is black. Print and noise are included.
        ink: uint8 (h, w); 0 is paper, 255 is ink of pen strokes.

    Returns:
        float32 (32, width); 0.0 is paper, 1.0 is ink, with a margin at both ends.
    """
    height, width = contrast.shape
    scale = LINE_HEIGHT_PX / height
    size = min(max(round(width * scale), 1), MAX_WIDTH_PX), LINE_HEIGHT_PX
    strokes = ink > 127
    full, growth = 255.0, 0
    if strokes.any():
        full = float(np.percentile(contrast[strokes], FULL_INK_PERCENTILE))
        growth = round((MIN_STROKE_PX / scale - stroke_width(ink)) / 2)
    if growth > 0:
        contrast = ndimage.maximum_filter(contrast, 2 * growth + 1)
    image = Image.fromarray(contrast)
    small = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)
    line_image = np.clip(np.asarray(small, np.float32) / max(full, 1.0), 0.0, 1.0)
    return np.pad(line_image, ((0, 0), (LINE_MARGIN_PX, LINE_MARGIN_PX)))
