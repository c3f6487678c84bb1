"""How far pixels are from the paper around them, without binarization."""

import numpy as np
from scipy import ndimage

SMOOTHING_PX = 1.0  # against single dark pixels
PAPER_SMOOTHING_RATIO = 0.85  # of the window: side of two averages, one after the other
LEVELS = 256


def measure_contrast(gray: np.ndarray, window: int) -> np.ndarray:
    """Return the contrast to the paper, uint8 (height, width); 0 is paper.

    Args:
        gray: uint8 (height, width), a crop of mostly paper. The longer tail of the
            histogram is ink, be it dark or light.
        window: side in pixels of a square that holds paper wherever it lies.
    """
    below = np.bincount(gray.ravel(), minlength=LEVELS).cumsum()
    ranks = np.array([0.01, 0.5, 0.99]) * gray.size
    darkest, usual, lightest = np.searchsorted(below, ranks)
    pixels = gray.astype(np.float32)
    if lightest - usual > usual - darkest:
        pixels = 255 - pixels
    side = max(3, window)
    smooth = ndimage.gaussian_filter(pixels, SMOOTHING_PX)
    paper = ndimage.grey_closing(smooth, (side, side))
    for _ in range(2):
        paper = ndimage.uniform_filter(paper, round(PAPER_SMOOTHING_RATIO * side))
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
