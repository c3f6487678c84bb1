"""From gray paper to ink: polarity, background, threshold.

The brightness of the paper is divided out; what is darker than it by more than the
noise is ink. The level follows Otsu, "A threshold selection method from gray-level
histograms" (1979), bounded by the noise; hysteresis after Canny, "A computational
approach to edge detection" (1986).
"""

import numpy as np
from PIL import Image
from scipy import ndimage

from recognizer.vision.paper import find_paper, widest_stroke

BACKGROUND_SIDE = 160  # pixels; the background is smooth, so it is judged small
FAINTEST = 0.045  # of the paper's brightness: weaker contrast is never ink
DARKEST = 24.0  # brightness of the darkest paper
PEAK_PIXELS = 12  # so many pixels make a stroke, however large the paper
LEVELS = 256


def find_contrast(gray: np.ndarray, light_ink: bool) -> np.ndarray:
    """Return how much darker than its paper each pixel is.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark.

    Returns:
        float32 (H, W); 0.0 or less is paper, 1.0 is black on white.
    """
    return _contrast(255 - gray if light_ink else gray)


def find_ink(gray: np.ndarray, light_ink: bool | None = None) -> np.ndarray:
    """Find what was written.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark; None lets the picture tell.

    Returns:
        uint8 (H, W); 0 is paper, 255 is ink at full strength.
    """
    light = has_light_ink(gray) if light_ink is None else light_ink
    return to_ink(find_contrast(gray, light))


def to_ink(contrast: np.ndarray) -> np.ndarray:
    """Part strokes from paper.

    Args:
        contrast: float32 (H, W), as `find_contrast` gives it.

    Returns:
        uint8 (H, W); 0 is paper, 255 is ink at full strength.
    """
    strokes = _strokes(contrast)
    if not strokes.any():
        return np.zeros(contrast.shape, np.uint8)
    full = max(float(np.percentile(contrast[strokes], 70)), FAINTEST)
    # The soft rim of a stroke tells its true width: one pixel around it stays.
    near = ndimage.maximum_filter(strokes, 3)
    return np.where(near, np.clip(contrast / full, 0, 1) * 255, 0).astype(np.uint8)


def has_light_ink(gray: np.ndarray) -> bool:
    """Say whether the writing is lighter than its ground.

    Strokes are the rare side of the brightness around them, so they skew it; the
    border, which is mostly paper, votes too.

    Args:
        gray: uint8 (H, W); 255 is white.
    """
    small = shrunk(gray, BACKGROUND_SIDE).astype(np.float32)
    local = small - ndimage.uniform_filter(small, widest_stroke(small))
    spread = float(local.std())
    if spread < 1e-3:
        return False
    skewness = float((local**3).mean()) / spread**3
    low, high = np.percentile(small, (2, 98))
    ring = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    border = 1.0 if np.median(ring) < (low + high) / 2 else -1.0
    return float(np.tanh(skewness)) + 0.6 * border > 0


def shrunk(gray: np.ndarray, side: int) -> np.ndarray:
    """Return uint8 gray, averaged down to a long side of `side`, never enlarged."""
    height, width = gray.shape
    scale = side / max(height, width)
    if scale >= 1:
        return gray
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    image = Image.fromarray(gray)
    return np.asarray(image.resize(size, Image.Resampling.BOX, reducing_gap=2.0))


def _contrast(gray: np.ndarray) -> np.ndarray:
    """Return float32 (H, W): 0.0 as bright as the paper there, 1.0 black."""
    paper = find_paper(shrunk(gray, BACKGROUND_SIDE))
    size = gray.shape[1], gray.shape[0]
    paper = np.asarray(Image.fromarray(paper).resize(size, Image.Resampling.BILINEAR))
    # In the dark the least noise would be a large share of what light there is.
    return (paper - gray) / np.maximum(paper, DARKEST)


def _strokes(contrast: np.ndarray) -> np.ndarray:
    """Return the mask of connected ink that is somewhere stronger than the level."""
    counts = np.bincount(_quantized(contrast).ravel(), minlength=LEVELS)
    sample = contrast[::3, ::3]
    middle = float(np.median(sample))
    noise = 1.4826 * float(np.median(np.abs(sample - middle)))
    peak = (LEVELS - 1 - int(np.searchsorted(np.cumsum(counts[::-1]), PEAK_PIXELS))) / (
        LEVELS - 1
    )
    level = max(
        otsu(counts) / (LEVELS - 1),
        min(middle + 5 * noise, peak / 2),
        FAINTEST,
        peak / 4,
    )
    weak, _ = ndimage.label(contrast > 0.55 * level, np.ones((3, 3)))
    strong = np.unique(weak[contrast > level])
    kept = np.zeros(int(weak.max(initial=0)) + 1, bool)
    kept[strong] = True
    kept[0] = False
    return kept[weak]


def _quantized(contrast: np.ndarray) -> np.ndarray:
    return (np.clip(contrast, 0, 1) * (LEVELS - 1)).astype(np.uint8)


def otsu(counts: np.ndarray) -> int:
    """Return the level that parts a histogram best in two classes.

    Args:
        counts: int (n,), pixels of each level.
    """
    levels = np.arange(len(counts))
    below = np.cumsum(counts)
    mass = np.cumsum(counts * levels)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = mass / below - (mass[-1] - mass) / above
    return int(np.argmax(np.nan_to_num(below * above * gap**2)))
