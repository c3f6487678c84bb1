"""Where the page lies in the picture, and what lies around it."""

import numpy as np
from PIL import Image
from scipy import ndimage

from recognizer.reading.binarization.background import find_paper
from recognizer.reading.binarization.thresholding import (
    BACKGROUND_SIDE,
    LEVELS,
    otsu,
    rescale,
)

SMALLEST = 40  # pixels of the rescaled picture's short side: less is one line, no page
MIN_SHARE, MAX_SHARE = 0.15, 0.93  # of the picture
BRIGHTER = 1.2  # times as bright as the desk: a page
SHARP = 1.06  # times as bright as the desk, just inside its edge: light fades slower
RIM = 4  # pixels of the rescaled picture: the soft edge of the page, and its shadow


def find_page(gray: np.ndarray, light_ink: bool) -> np.ndarray | None:
    """Find the one page that lies on another ground.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark.

    Returns:
        bool (H, W), true on the page; None where the whole picture is page.
    """
    small = rescale(255 - gray if light_ink else gray, BACKGROUND_SIDE)
    if min(small.shape) < SMALLEST:
        return None
    paper = find_paper(small)
    page = _largest_bright(paper)
    if not MIN_SHARE < page.mean() < MAX_SHARE:
        return None
    if np.median(paper[page]) < BRIGHTER * np.median(paper[~page]):
        return None
    inside = ndimage.binary_erosion(page, iterations=RIM, border_value=1)
    around = ndimage.binary_dilation(page, iterations=RIM) & ~page
    if np.median(paper[page & ~inside]) < SHARP * np.median(paper[around]):
        return None
    size = gray.shape[1], gray.shape[0]
    return np.asarray(Image.fromarray(inside).resize(size, Image.Resampling.NEAREST))


def _largest_bright(paper: np.ndarray) -> np.ndarray:
    """Return the mask, bool (h, w), of the largest connected bright part."""
    counts = np.bincount(paper.clip(0, 255).astype(np.uint8).ravel(), minlength=LEVELS)
    labels, _ = ndimage.label(paper > otsu(counts))
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    return labels == areas.argmax()
