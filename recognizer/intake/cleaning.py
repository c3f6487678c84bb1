"""Copy the pixels of a decoded picture, upright, to a canvas without metadata."""

import numpy as np
from PIL import Image

from recognizer.intake.conversion import to_standard_mode
from recognizer.intake.orientation import get_orientation

# How a picture of each EXIF orientation is turned upright.
TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SAMPLED_SIDE = 512  # pixels: a smaller copy is enough to choose a background


def clean_pixels(image: Image.Image) -> Image.Image:
    """Return a decoded picture upright, in mode RGB, on a new canvas.

    Nothing but pixels is copied: Pillow saves comments and ICC profiles again that are
    left in the `info` of an image.
    """
    transposition = TRANSPOSITIONS.get(get_orientation(image))
    pixels = to_standard_mode(image)
    if transposition is not None:
        pixels = pixels.transpose(transposition)
    if pixels.mode != "RGBA":
        clean = Image.new("RGB", pixels.size)
        clean.paste(pixels)
        return clean
    clean = Image.new("RGB", pixels.size, choose_background(pixels))
    clean.paste(pixels, mask=pixels.getchannel("A"))
    return clean


def choose_background(image: Image.Image) -> str:
    """Choose the color behind a transparent picture.

    Args:
        image: mode RGBA.

    Returns:
        "white" or "black": in contrast to a drawing of ink alone, but like a page of
        which little is transparent.
    """
    rgba = np.asarray(image.reduce(max(1, max(image.size) // SAMPLED_SIDE)))
    opacity = rgba[..., 3] / 255
    lightness = rgba[..., :3].mean(axis=2)
    visible = (lightness * opacity).sum() / max(opacity.sum(), 1e-6)
    is_page = opacity.mean() > 0.5
    return "white" if (visible >= 128) == is_page else "black"
