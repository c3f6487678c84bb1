"""Strokes of a pen that failed now and then."""

import numpy as np
from scipy import ndimage

from ml.inputs.glyph_images import stroke_width

GAP = 1.2  # of the strokes' width: what is bridged


def without_gaps(ink: np.ndarray) -> np.ndarray:
    """Close the short gaps in strokes, by a gray closing.

    Args:
        ink: uint8 (H, W); 0 is paper.

    Returns:
        uint8 (H, W); the same array where strokes are too thin to have gaps.
    """
    size = round(GAP * stroke_width(ink))
    if size < 2:
        return ink
    around = np.pad(ink, size)
    return ndimage.grey_closing(around, (size, size))[size:-size, size:-size]
