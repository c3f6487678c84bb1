"""From a line of a page to the strip that the line reader was trained on."""

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.data.line_synthesis import HEIGHT, MARGIN
from ml.glyph_images import stroke_width

THINNEST = 1.7  # pixels of a strip; thinner strokes fade when they are scaled down
WIDEST = 1536  # pixels; longer lines are squeezed
FULL = 70  # percentile of the strokes' contrast that counts as full ink


def to_strip(contrast: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Scale one line of writing to the height of a strip.

    Args:
        contrast: uint8 (h, w); 0 is paper, print and dirt included, 255 black.
        ink: uint8 (h, w); 0 is paper, 255 what was taken for strokes.

    Returns:
        float32 (32, width); 0.0 is paper, 1.0 is ink, with a margin at both ends.
    """
    height, width = contrast.shape
    scale = HEIGHT / height
    size = min(max(round(width * scale), 1), WIDEST), HEIGHT
    strokes = ink > 127
    full = float(np.percentile(contrast[strokes], FULL)) if strokes.any() else 255.0
    growth = round((THINNEST / scale - stroke_width(ink)) / 2) if strokes.any() else 0
    if growth > 0:
        contrast = ndimage.maximum_filter(contrast, 2 * growth + 1)
    image = Image.fromarray(contrast)
    small = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)
    strip = np.clip(np.asarray(small, np.float32) / max(full, 1.0), 0.0, 1.0)
    return np.pad(strip, ((0, 0), (MARGIN, MARGIN)))
