"""What the glyph network saw of a digit, and which pixels mattered.

Gradient times input, after Shrikumar et al., "Not just a black box" (2016): how much
each pixel, by its contrast to the paper, raises the label's logit. Single pixels of it
are noise, so it is averaged over the width of a stroke and shown on the ink.
"""

import base64
import io
from dataclasses import replace

import numpy as np
from PIL import Image
from scipy import ndimage

from ml.digits import SIDE
from ml.inputs.gray_glyphs import crop_glyphs
from recognizer.inference.network import PageNetwork
from recognizer.readings import Reading

SMOOTHING_PX = 1.5  # standard deviation: about the width of a stroke


def explain_digits(reading: Reading, gray: np.ndarray, network: PageNetwork) -> Reading:
    """Return the reading with glyph image and saliency of each digit.

    Args:
        reading: its boxes are in pixels of `gray`.
        gray: uint8 (height, width), 255 is white.
        network: gives the gradients.
    """
    if not reading.digits:
        return reading
    glyphs = crop_glyphs(gray, np.array([digit.box for digit in reading.digits]))
    labels = np.array([digit.label for digit in reading.digits])
    gradients = network.find_gradients(glyphs, labels)
    digits = [
        replace(
            digit,
            seen=to_data_url(find_ink(glyph)),
            heat=to_data_url(find_saliency(glyph, gradient)),
        )
        for digit, glyph, gradient in zip(
            reading.digits, glyphs, gradients, strict=True
        )
    ]
    return replace(reading, digits=tuple(digits))


def find_ink(glyph: np.ndarray) -> np.ndarray:
    """Return the contrast to the paper inside the box of a glyph.

    Args:
        glyph: uint8 (40, 40, 2): gray values, and the mask of the box.

    Returns:
        float32 (40, 40): 0.0 is paper or outside of the box, 1.0 is ink, be it dark or
        light.
    """
    contrast, mask = _contrast(glyph), glyph[..., 1] / np.float32(255)
    dark, light = max(-contrast.min(), 0), max(contrast.max(), 0)
    signed = contrast if light > dark else -contrast
    return np.clip(signed / max(dark, light, 1), 0, 1) * mask


def find_saliency(glyph: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return what each pixel adds to a label.

    Args:
        glyph: uint8 (40, 40, 2): gray values, and the mask of the box.
        gradient: float32 (40, 40), of the label's logit by the gray values.

    Returns:
        float32 (40, 40): 1.0 is ink that adds most, 0.0 is no ink or adds nothing.
    """
    added = ndimage.gaussian_filter(gradient * _contrast(glyph), SMOOTHING_PX)
    shown = np.clip(added, 0, None) * find_ink(glyph)
    return shown / max(float(shown.max()), 1e-9)


def to_data_url(field: np.ndarray) -> str:
    """Return a field, float32 (40, 40), 0-1, as a PNG of 28 x 28; 1.0 is white.

    The longer side of the digit becomes 20 pixels, as in MNIST.
    """
    pixels = Image.fromarray((255 * field).round().astype(np.uint8))
    png = io.BytesIO()
    pixels.resize((SIDE, SIDE), Image.Resampling.BOX).save(png, "PNG")
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()


def _contrast(glyph: np.ndarray) -> np.ndarray:
    """Return float32 (40, 40), gray levels brighter than the paper around."""
    gray = glyph[..., 0].astype(np.float32)
    return gray - np.median(gray)
