"""Decode an uploaded file to 8-bit pixels, after checks of its header.

The checks are based on measurements of hostile files: a WebP of 7 kB can cost 2.7 GB of
memory, a JPEG of 0.3 MB a minute.
"""

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pillow_heif
from django.conf import settings
from PIL import Image, UnidentifiedImageError

from ml.detection.pieces import is_strip
from recognizer.errors import (
    PhotoTooLarge,
    RecognizerError,
    UnreadablePhoto,
    UnsupportedFormat,
)
from recognizer.inference import limits
from recognizer.intake.containers.iso_media import find_second_file, is_iso_media
from recognizer.intake.containers.parts import check_parts, is_interleaved
from recognizer.intake.conversion import to_standard_mode
from recognizer.intake.foreign_formats import check_supported
from recognizer.intake.frames import decode_fullest, find_frames
from recognizer.intake.orientation import get_orientation, read_orientation

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "BMP", "TIFF")
COSTLY_FORMATS = ("WEBP", "AVIF")
ROTATED_ORIENTATIONS = {5, 6, 7, 8}  # width and height change places

logger = logging.getLogger(__name__)
pillow_heif.register_heif_opener()
# The limits here are stricter than the one that Pillow warns of.
warnings.simplefilter("ignore", Image.DecompressionBombWarning)


def decode(
    data: bytes,
    max_pixels: int | None = None,
    max_side: int | None = None,
    strip_side: int | None = None,
    min_side: int | None = None,
) -> Image.Image:
    """Decode a picture, if the header shows that this is cheap enough.

    Of several frames or pages, one is chosen.

    Args:
        data: the uploaded file.
        max_pixels: pixel limit; None takes the limit of the settings.
        max_side: scale the picture down to this length of the long side.
        strip_side: the same where the picture is a strip; unless given, `max_side`.
        min_side: a long side that is enough, if a JPEG decodes at it; unless given,
            `max_side`.

    Returns:
        An image in mode L, RGB or RGBA, 8 bits, not yet upright. Its `format` is kept,
        and `get_full_size` returns the size before scaling. Its `info` has the number
        of `frames`, and which `frame` it is, counted from 0.

    Raises:
        RecognizerError: if the file is no picture, damaged or too large.
    """
    with wrap_decoder_errors(data):
        check_supported(data)
        check_parts(data)
        if is_iso_media(data):
            # A decoder takes a video behind the picture for a part of it.
            data = data[: find_second_file(data)]
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        check_size(image, data, max_pixels, max_side)
        frames = find_frames(image, data)
        scale = Scale(max_pixels, max_side, strip_side, min_side)
        decoded, number = decode_fullest(
            image, frames, lambda: decode_frame(image, data, scale)
        )
    decoded.format = "JPEG" if image.format == "MPO" else image.format
    decoded.info.update(frames=frames.count, frame=number)
    return decoded


class Scale(NamedTuple):
    """How large a picture may be, and is needed; as in `decode`."""

    max_pixels: int | None
    max_side: int | None
    strip_side: int | None
    min_side: int | None


def decode_frame(image: Image.Image, data: bytes, scale: Scale) -> Image.Image:
    """Decode the frame that is chosen of an image."""
    max_pixels, max_side, strip_side, min_side = scale
    check_size(image, data, max_pixels, max_side)
    full_size = image.size
    if strip_side and is_strip(*full_size):
        max_side, min_side = strip_side, None
    # EXIF behind the pixels, which loading adds, turns no picture.
    orientation = read_orientation(image)
    if max_side:
        use_draft_mode(image, min_side or max_side)
    with limits.decoding.slot(count_pixels_in_memory(image, data, full_size)):
        image.load()
        decoded = to_standard_mode(image, max_side)
    decoded.info.update(orientation=orientation, full_size=full_size)
    return decoded


def get_full_size(image: Image.Image) -> tuple[int, int]:
    """Return width and height of the upright photo at full scale, in pixels."""
    width, height = image.info.get("full_size", image.size)
    is_rotated = get_orientation(image) in ROTATED_ORIENTATIONS
    return (height, width) if is_rotated else (width, height)


@contextmanager
def wrap_decoder_errors(data: bytes) -> Iterator[None]:
    """Turn every exception that a decoder raises on hostile input into a refusal."""
    try:
        yield
    except RecognizerError:
        raise
    except Image.DecompressionBombError as error:
        raise PhotoTooLarge from error
    except UnidentifiedImageError as error:
        refusal = UnreadablePhoto if has_known_signature(data) else UnsupportedFormat
        raise refusal from error
    except Exception as error:
        logger.info("A decoder raised %s", type(error).__name__)
        raise UnreadablePhoto from error


def has_known_signature(data: bytes) -> bool:
    """Return whether the first bytes are the signature of a supported format."""
    Image.init()
    accepts = [Image.OPEN[name][1] for name in FORMATS]
    # An opener returns a text where the format is known but not built in.
    return any(accept is not None and accept(data[:32]) is True for accept in accepts)


def check_size(
    image: Image.Image, data: bytes, max_pixels: int | None, max_side: int | None
) -> None:
    """Check by the header that decoding takes neither too long nor too much memory.

    Raises:
        PhotoTooLarge: if the picture has too many pixels or is too long.
    """
    width, height = image.size
    if max(width, height) > settings.PHOTO_MAX_SIDE:
        raise PhotoTooLarge.in_length(settings.PHOTO_MAX_SIDE)
    limit = max_pixels or get_pixel_limit(image, data, max_side)
    if width * height > limit:
        raise PhotoTooLarge.in_pixels(limit)


def get_pixel_limit(image: Image.Image, data: bytes, max_side: int | None) -> int:
    """Return how many pixels a picture of this format may have."""
    limit: int = settings.PHOTO_MAX_PIXELS
    if image.format in COSTLY_FORMATS:
        return min(settings.PHOTO_MAX_PIXELS_COSTLY, limit)
    if max_side and image.format in ("JPEG", "MPO") and is_baseline(image, data):
        limit = settings.PHOTO_MAX_PIXELS_BASELINE
    return limit


def is_baseline(image: Image.Image, data: bytes) -> bool:
    """Return whether a JPEG decodes row by row, without all coefficients in memory."""
    components = getattr(image, "layers", 0)
    return "progressive" not in image.info and is_interleaved(data, components)


def count_pixels_in_memory(
    image: Image.Image, data: bytes, full_size: tuple[int, int]
) -> int:
    """Return how many pixels decoding holds: fewer than all only in draft mode.

    A JPEG that is not baseline holds the coefficients of all pixels in draft mode too.
    """
    is_reduced = image.size != full_size and is_baseline(image, data)
    width, height = image.size if is_reduced else full_size
    return width * height


def use_draft_mode(image: Image.Image, min_side: int) -> None:
    """Let a JPEG decode at 1/2, 1/4 or 1/8 scale, its long side at least `min_side`."""
    width, height = image.size
    longest = max(width, height)
    size = max(1, width * min_side // longest), max(1, height * min_side // longest)
    image.draft(None, size)
