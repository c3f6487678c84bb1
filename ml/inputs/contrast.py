"""How far pixels are from the paper around them, without binarization."""

import numpy as np
from scipy import ndimage

SMOOTHING_PX = 1.0  # against single dark pixels
LEVELS = 256


def measure_contrast(gray: np.ndarray, window: int) -> np.ndarray:
    """Return the contrast to the paper, uint8 (height, width); 0 is paper.

    Args:
        gray: uint8 (height, width), a crop of mostly paper. The longer tail of the
            histogram is ink, be it dark or light.
        window: side in pixels of a square that holds paper wherever it lies.
    """
    pixels = gray.astype(np.float32)
    darkest, usual, lightest = np.percentile(pixels, [1, 50, 99])
    if lightest - usual > usual - darkest:
        pixels = 255 - pixels
    side = max(3, window)
    smooth = ndimage.gaussian_filter(pixels, SMOOTHING_PX)
    paper = ndimage.grey_closing(smooth, (side, side))
    paper = ndimage.gaussian_filter(paper, side / 3)
    return np.clip(paper - pixels, 0, 255).astype(np.uint8)


def find_threshold(contrast: np.ndarray) -> int:
    """Return the level that parts two classes best.

    After Otsu, "A threshold selection method from gray-level histograms" (1979).

    Args:
        contrast: uint8 array of any shape.
    """
    counts = np.bincount(contrast.ravel(), minlength=LEVELS)
    below = counts.cumsum() / counts.sum()
    moments = (counts * np.arange(LEVELS)).cumsum() / counts.sum()
    spread = below * (1 - below)
    between = (moments[-1] * below - moments) ** 2 / np.maximum(spread, 1e-9)
    return int(np.where(spread > 0, between, 0).argmax())
