"""From bytes to a clean picture: judged by the header, decoded once, made anew.

What each refusal saves was measured on hostile files: a WebP of 7 kB can cost 2.7 GB,
a JPEG of 0.3 MB a minute.
"""

import io
import logging
import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pillow_heif
from django.conf import settings
from PIL import Image, UnidentifiedImageError

from recognizer.errors import (
    PhotoTooLarge,
    RecognizerError,
    UnreadablePhoto,
    UnsupportedFormat,
)
from recognizer.intake.containers import is_interleaved, refuse_endless

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "BMP", "TIFF")
COSTLY_FORMATS = ("WEBP", "AVIF")
PLAIN_MODES = ("L", "RGB", "RGBA")
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = {5, 6, 7, 8}
# The brightest value that a scanner of 8, 12, 16 or 32 bits gives.
WHITES = (255, 4095, 65_535, 4_294_967_295)
STRIP_ROWS = 256
MALFORMED = (
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)

# Eight threads that decode at once peak at a gigabyte; two keep two cores busy.
decoding = threading.BoundedSemaphore(2)
logger = logging.getLogger(__name__)
pillow_heif.register_heif_opener()
# The limits here are stricter than the one that Pillow warns of.
warnings.simplefilter("ignore", Image.DecompressionBombWarning)


def decode(
    data: bytes, max_pixels: int | None = None, side: int | None = None
) -> Image.Image:
    """Decode the first frame, once the header shows that it costs little.

    Args:
        data: the file as it came.
        max_pixels: refuse more; the settings say how many when it is None.
        side: give up detail beyond this length of the long side.

    Returns:
        An image in mode L, RGB or RGBA, 8 bits, not upright yet. `full_size` tells how
        large the upright photo was before detail was given up; `format` is kept.

    Raises:
        RecognizerError: if it is no picture, a broken one or too large a one.
    """
    with decoder_errors(data):
        refuse_endless(data)
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        refuse_costly(image, data, max_pixels, side)
        full_size = image.size
        with decoding:
            if side:
                draft(image, side)
            image.load()
            orientation = read_orientation(image)
            plain = to_plain(image, side)
    plain.format = "JPEG" if image.format == "MPO" else image.format
    plain.info.update(orientation=orientation, full_size=full_size)
    return plain


def full_size(image: Image.Image) -> tuple[int, int]:
    """Return width and height of the upright photo, all detail counted."""
    width, height = image.info.get("full_size", image.size)
    return (height, width) if orientation_of(image) in LYING else (width, height)


@contextmanager
def decoder_errors(data: bytes) -> Iterator[None]:
    """Turn whatever a decoder raises on hostile input into a refusal."""
    try:
        yield
    except RecognizerError:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoTooLarge from error
    except UnidentifiedImageError as error:
        refusal = UnreadablePhoto if has_known_head(data) else UnsupportedFormat
        raise refusal from error
    except Exception as error:
        logger.info("A decoder raised %s", type(error).__name__)
        raise UnreadablePhoto from error


def has_known_head(data: bytes) -> bool:
    """Say whether the first bytes are those of a format on the list."""
    Image.init()
    # An opener answers with a text where the format is known but not built in.
    return any(Image.OPEN[name][1](data[:32]) is True for name in FORMATS)


def refuse_costly(
    image: Image.Image, data: bytes, max_pixels: int | None, side: int | None
) -> None:
    """Refuse by the header what would take too long or too much memory."""
    width, height = image.size
    if max(width, height) > settings.PHOTO_MAX_SIDE:
        raise PhotoTooLarge.in_length(settings.PHOTO_MAX_SIDE)
    limit = max_pixels or pixel_limit(image, data, side)
    if width * height > limit:
        raise PhotoTooLarge.in_pixels(limit)


def pixel_limit(image: Image.Image, data: bytes, side: int | None) -> int:
    """Return how many pixels are affordable in this format."""
    if image.format in COSTLY_FORMATS:
        return min(settings.PHOTO_MAX_PIXELS_COSTLY, settings.PHOTO_MAX_PIXELS)
    if side and is_jpeg(image) and is_streamed(image, data):
        return settings.PHOTO_MAX_PIXELS_BASELINE
    return settings.PHOTO_MAX_PIXELS


def is_jpeg(image: Image.Image) -> bool:
    return image.format in ("JPEG", "MPO")


def is_streamed(image: Image.Image, data: bytes) -> bool:
    """Say whether a JPEG decodes row by row, without all coefficients in memory."""
    return "progressive" not in image.info and is_interleaved(data, image.layers)


def draft(image: Image.Image, side: int) -> None:
    """Let a JPEG decode at a half, quarter or eighth, its long side at least `side`."""
    longest = max(image.size)
    image.draft(None, tuple(max(1, edge * side // longest) for edge in image.size))


def read_orientation(image: Image.Image) -> int:
    """Return how the camera was held, 1-8; 1 where EXIF does not say."""
    try:
        orientation = image.getexif().get(ORIENTATION)
    except MALFORMED:
        return 1
    return orientation if orientation in range(1, 9) else 1


def orientation_of(image: Image.Image) -> int:
    known = image.info.get("orientation")
    return known or read_orientation(image)


def to_plain(image: Image.Image, side: int | None = None) -> Image.Image:
    """Return 8 bits, L, RGB or RGBA, at most `side` long, converted strip by strip.

    A second picture of full size never exists beside the decoded one.
    """
    plain = reduce_plainly(image, side)
    if not side or max(plain.size) <= side:
        return plain
    scale = side / max(plain.size)
    size = tuple(max(1, round(edge * scale)) for edge in plain.size)
    return plain.resize(size, Image.Resampling.HAMMING)


def reduce_plainly(image: Image.Image, side: int | None) -> Image.Image:
    """Return 8 bits, L, RGB or RGBA, averaged down to less than twice `side`."""
    factor = max(1, max(image.size) // side) if side else 1
    if factor == 1 and is_plain(image):
        return image
    width, height = image.size
    white = find_white(image) if is_deep(image) else 255
    mode = plain_mode(image)
    plain = Image.new(mode, (-(-width // factor), -(-height // factor)))
    for top, strip in strips(image, STRIP_ROWS * factor):
        strip = to_eight_bits(strip, white) if is_deep(image) else strip.convert(mode)
        plain.paste(strip.reduce(factor), (0, top // factor))
    return plain


def is_plain(image: Image.Image) -> bool:
    return image.mode in PLAIN_MODES and image.mode == plain_mode(image)


def is_deep(image: Image.Image) -> bool:
    """Say whether values go beyond 8 bits, where `convert` would clip them."""
    return image.mode[0] in "IF"


def plain_mode(image: Image.Image) -> str:
    if is_deep(image):
        return "L"
    if image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"


def strips(image: Image.Image, rows: int) -> Iterator[tuple[int, Image.Image]]:
    """Cut an image into strips of full width, each with its top row."""
    width, height = image.size
    for top in range(0, height, rows):
        yield top, image.crop((0, top, width, min(top + rows, height)))


def find_white(image: Image.Image) -> float:
    """Return the value that means white: the least usual one that nothing exceeds."""
    brightest = max(
        float(np.nan_to_num(np.asarray(strip)).max())
        for _, strip in strips(image, STRIP_ROWS)
    )
    if image.mode == "F" and brightest <= 1:
        return 1.0
    return next((white for white in WHITES if brightest <= white), brightest)


def to_eight_bits(image: Image.Image, white: float) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, np.float32)) * (255 / white)
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8))


def clean_pixels(image: Image.Image) -> Image.Image:
    """Return the picture upright, in RGB, on a fresh canvas that knows nothing else."""
    turn = UPRIGHT.get(orientation_of(image))
    plain = to_plain(image)
    upright = plain.transpose(turn) if turn is not None else plain
    if upright.mode != "RGBA":
        clean = Image.new("RGB", upright.size)
        clean.paste(upright.convert("RGB"))
        return clean
    clean = Image.new("RGB", upright.size, find_backing(upright))
    clean.paste(upright, mask=upright.getchannel("A"))
    return clean


def find_backing(image: Image.Image) -> str:
    """Choose what shows through: a contrast to ink alone, a match to a whole page."""
    rgba = np.asarray(image.reduce(max(1, max(image.size) // 512)))
    opacity = rgba[..., 3] / 255
    light = rgba[..., :3].mean(axis=2)
    visible = (light * opacity).sum() / max(opacity.sum(), 1e-6)
    is_page = opacity.mean() > 0.5
    return "white" if (visible >= 128) == is_page else "black"
