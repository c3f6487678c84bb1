"""Convert pictures of any mode and bit depth to 8 bits, in blocks of rows."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

STANDARD_MODES = ("L", "RGB", "RGBA")
# The brightest value of a scanner of 8, 12, 16, 24, 31 or 32 bits.
WHITE_LEVELS = (255, 4095, 65_535, 2**24 - 1, 2**31 - 1, 2**32 - 1)
BLOCK_ROWS = 256


def to_standard_mode(image: Image.Image, max_side: int | None = None) -> Image.Image:
    """Return the image in mode L, RGB or RGBA, at most `max_side` long.

    A second picture of full size never exists beside the decoded one.
    """
    reduced = reduce_to_standard_mode(image, max_side)
    if not max_side or max(reduced.size) <= max_side:
        return reduced
    scale = max_side / max(reduced.size)
    size = max(1, round(reduced.width * scale)), max(1, round(reduced.height * scale))
    return reduced.resize(size, Image.Resampling.HAMMING)


def reduce_to_standard_mode(image: Image.Image, max_side: int | None) -> Image.Image:
    """Return mode L, RGB or RGBA, averaged down to less than twice `max_side`."""
    factor = max(1, max(image.size) // max_side) if max_side else 1
    mode = choose_mode(image)
    if factor == 1 and image.mode in STANDARD_MODES and image.mode == mode:
        return image
    white = find_white_level(image) if is_deep(image) else 255
    reduced = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    for top, rows in iter_row_blocks(image, BLOCK_ROWS * factor):
        block = to_8_bits(rows, white) if is_deep(rows) else rows.convert(mode)
        reduced.paste(block.reduce(factor), (0, top // factor))
    return reduced


def is_deep(image: Image.Image) -> bool:
    """Return whether values exceed 8 bits, where `convert` would clip them."""
    return image.mode[0] in "IF"


def choose_mode(image: Image.Image) -> str:
    """Return which of the standard modes loses nothing of an image but bit depth."""
    if is_deep(image):
        return "L"
    if image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"


def iter_row_blocks(image: Image.Image, rows: int) -> Iterator[tuple[int, Image.Image]]:
    """Yield blocks of so many rows, each with the index of its first row."""
    width, height = image.size
    for top in range(0, height, rows):
        yield top, image.crop((0, top, width, min(top + rows, height)))


def read_values(image: Image.Image) -> np.ndarray:
    """Return the values of a deep picture; whole numbers of 32 bits have no sign.

    Pillow reads values of 32 bits as if they had one, so that white became dark.
    """
    values = np.asarray(image)
    return values.view(np.uint32) if values.dtype == np.int32 else values


def find_white_level(image: Image.Image) -> float:
    """Return the value that means white: the lowest usual one that is not exceeded."""
    brightest = max(
        float(np.nan_to_num(read_values(block)).max())
        for _, block in iter_row_blocks(image, BLOCK_ROWS)
    )
    if image.mode == "F" and brightest <= 1:
        return 1.0
    return next((white for white in WHITE_LEVELS if brightest <= white), brightest)


def to_8_bits(image: Image.Image, white: float) -> Image.Image:
    """Return mode L, in which 255 is the given white level."""
    values = np.nan_to_num(read_values(image).astype(np.float32)) * (255 / white)
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8))
