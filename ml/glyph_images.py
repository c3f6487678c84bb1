"""From the ink of one digit to the field of the network; training and serving alike.

The field follows LeCun et al., "Gradient-based learning applied to document
recognition" (1998): aspect kept, longest side 20 pixels, centre of mass in the middle
of 28 x 28. Strokes much thinner or thicker than MNIST's are first brought to its range.
"""

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.digits import BOX_SIDE, SIDE

OVERSAMPLING = 4
# Widths of a stroke in the finished field, in pixels; MNIST's middle 98 %.
THINNEST, THICKEST = 2.0, 4.2
# Share of the counted edge steps that a stroke of random direction really has.
EDGE_STEPS = 0.85


def to_glyph_image(ink: np.ndarray) -> np.ndarray:
    """Center one digit in the field the network was trained on.

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
    return _centered(_with_usual_strokes(stretched))


def stroke_width(ink: np.ndarray) -> float:
    """Return the mean width of the strokes in pixels: twice the area by the outline.

    Args:
        ink: uint8 (height, width); 0 is paper, 255 is ink.
    """
    inside = np.pad(ink > 127, 1)
    edges = np.count_nonzero(inside[1:] != inside[:-1])
    edges += np.count_nonzero(inside[:, 1:] != inside[:, :-1])
    return 2 * np.count_nonzero(inside) / max(EDGE_STEPS * edges, 1.0)


def _with_usual_strokes(ink: np.ndarray) -> np.ndarray:
    """Return the digit at four times the field, with strokes of MNIST's width."""
    longest = BOX_SIDE * OVERSAMPLING
    width = stroke_width(_resized(ink, longest))
    usual = min(max(width, THINNEST * OVERSAMPLING), THICKEST * OVERSAMPLING)
    growth = round((usual - width) / 2)
    if growth > 0:
        digit = np.pad(_resized(ink, longest - 2 * growth), growth)
        return ndimage.maximum_filter(digit, 2 * growth + 1)
    if growth < 0:
        # Beyond its edge the filter has to see paper, or the rim would stay.
        digit = np.pad(_resized(ink, longest - 2 * growth), -growth)
        thin = ndimage.minimum_filter(digit, 1 - 2 * growth)
        return thin[-2 * growth : 2 * growth, -2 * growth : 2 * growth]
    return _resized(ink, longest)


def _resized(ink: np.ndarray, longest: int) -> np.ndarray:
    """Return the ink at another size; its darkest pixel stays 255 if lines get thin."""
    height, width = ink.shape
    scale = longest / max(height, width)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    image = Image.fromarray(ink)
    small = np.asarray(image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0))
    peak = max(int(small.max()), 1)
    return small if peak == 255 else (small * (255.0 / peak)).astype(np.uint8)


def _centered(digit: np.ndarray) -> np.ndarray:
    """Return float32 (28, 28, 1) with the digit's centre of mass in the middle."""
    side = SIDE * OVERSAMPLING
    height, width = digit.shape
    mass_y, mass_x = ndimage.center_of_mass(digit.astype(np.float32) + 1e-6)
    left = min(max(round(side / 2 - mass_x - 0.5), 0), side - width)
    top = min(max(round(side / 2 - mass_y - 0.5), 0), side - height)
    field = np.zeros((side, side), np.float32)
    field[top : top + height, left : left + width] = digit
    coarse = field.reshape(SIDE, OVERSAMPLING, SIDE, OVERSAMPLING).mean((1, 3))
    return (coarse / np.float32(255.0))[..., None]
