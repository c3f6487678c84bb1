"""From the ink of one digit to its glyph image, the same for training and serving.

Glyph images follow LeCun et al., "Gradient-based learning applied to document
recognition" (1998): aspect ratio kept, longest side 20 pixels, center of mass in the
middle of 28 x 28. Stroke widths outside MNIST's range are first brought into it.
"""

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.digits import BOX_SIDE, SIDE

OVERSAMPLING = 4
# Stroke widths in a glyph image; the middle 98 % of MNIST's.
MIN_STROKE_PX, MAX_STROKE_PX = 2.0, 4.2
# Length of an outline of random direction by the number of pixel sides along it.
OUTLINE_RATIO = 0.85


def to_glyph_image(ink: np.ndarray) -> np.ndarray:
    """Return the glyph image of one digit, as the classifier was trained on.

    Args:
        ink: uint8 (height, width), cropped tight; 0 is paper, 255 is ink.

    Returns:
        float32 (28, 28, 1); 0.0 is paper, 1.0 is ink.

    Raises:
        ValueError: if the crop holds no ink.
    """
    peak = int(ink.max(initial=0))
    if not peak:
        raise ValueError("The crop holds no ink.")
    stretched = (ink * (255.0 / peak)).astype(np.uint8)
    return _center(_normalize_stroke_width(stretched))


def stroke_width(ink: np.ndarray) -> float:
    """Return the mean stroke width in pixels: twice the area divided by the outline.

    Args:
        ink: uint8 (height, width); 0 is paper, 255 is ink.
    """
    inside = np.pad(ink > 127, 1)
    edges = np.count_nonzero(inside[1:] != inside[:-1])
    edges += np.count_nonzero(inside[:, 1:] != inside[:, :-1])
    return 2 * np.count_nonzero(inside) / max(OUTLINE_RATIO * edges, 1.0)


def _normalize_stroke_width(ink: np.ndarray) -> np.ndarray:
    """Return the digit four times as large as in its glyph image."""
    longest = BOX_SIDE * OVERSAMPLING
    usual = _resize(ink, longest)
    width = stroke_width(usual)
    normal = min(max(width, MIN_STROKE_PX * OVERSAMPLING), MAX_STROKE_PX * OVERSAMPLING)
    growth = round((normal - width) / 2)
    if growth > 0:
        digit = np.pad(_resize(ink, longest - 2 * growth), growth)
        return ndimage.maximum_filter(digit, 2 * growth + 1)
    if growth < 0:
        # Padded with paper, or strokes along the border would not be thinned.
        digit = np.pad(_resize(ink, longest - 2 * growth), -growth)
        thin = ndimage.minimum_filter(digit, 1 - 2 * growth)
        return thin[-2 * growth : 2 * growth, -2 * growth : 2 * growth]
    return usual


def _resize(ink: np.ndarray, longest: int) -> np.ndarray:
    """Scale the ink to its longest side; its maximum stays 255, even of thin lines."""
    height, width = ink.shape
    scale = longest / max(height, width)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    image = Image.fromarray(ink)
    small = np.asarray(image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0))
    peak = max(int(small.max()), 1)
    return small if peak == 255 else (small * (255.0 / peak)).astype(np.uint8)


def _center(digit: np.ndarray) -> np.ndarray:
    """Return float32 (28, 28, 1) with the digit's center of mass in the middle."""
    side = SIDE * OVERSAMPLING
    height, width = digit.shape
    mass_y, mass_x = ndimage.center_of_mass(digit.astype(np.float32) + 1e-6)
    left = min(max(round(side / 2 - mass_x - 0.5), 0), side - width)
    top = min(max(round(side / 2 - mass_y - 0.5), 0), side - height)
    canvas = np.zeros((side, side), np.float32)
    canvas[top : top + height, left : left + width] = digit
    coarse = canvas.reshape(SIDE, OVERSAMPLING, SIDE, OVERSAMPLING).mean((1, 3))
    return (coarse / np.float32(255.0))[..., None]
