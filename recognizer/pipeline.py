"""The journey of one picture: bytes in, clean photo and reading out."""

from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings
from PIL import Image

from recognizer.inference import engine, limits
from recognizer.inference.network import Network
from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.decoding import decode, get_full_size
from recognizer.intake.metadata import MetadataReport, find_metadata
from recognizer.metrics import VERDICTS, timed
from recognizer.reading.binarization.thresholding import shrunk
from recognizer.reading.reader import read_gray
from recognizer.readings import Box, Digit, Reading

READING_SIDE = (
    1000  # pixels of the long side; a quarter of a phone photo: cheap to decode
)


JPEG_START = b"\xff\xd8\xff"


@dataclass(frozen=True)
class CleanPhoto:
    """A picture freed of all that is not pixels.

    Attributes:
        image: upright, mode RGB, without metadata; may be smaller than the photo. None
            once it is let go.
        width: of the upright photo at full scale, in pixels.
        height: likewise.
        format: Pillow's name of the format it came in.
        metadata: what was removed.
    """

    image: Image.Image | None
    width: int
    height: int
    format: str
    metadata: MetadataReport

    def without_image(self) -> "CleanPhoto":
        """Let the pixels go, and keep what is told of the photo."""
        return replace(self, image=None)


@dataclass(frozen=True)
class Page:
    """What is read of a photo.

    Attributes:
        gray: uint8 (H, W), 255 white.
        width: of the upright photo at full scale, in pixels.
        height: likewise.
    """

    gray: np.ndarray
    width: int
    height: int


def recognize(
    data: bytes,
    *,
    side: int | None = None,
    explain: bool = False,
    network: Network = engine.shared_network,
) -> tuple[CleanPhoto, Reading]:
    """Clean one picture and read it; the reading does not depend on `side`.

    Args:
        data: the file as it came.
        side: the long side of the clean photo, at most; None takes what reading needs.
        explain: add to each digit what was seen and what mattered.
        network: classifies glyphs and reads lines.

    Raises:
        RecognizerError: if the bytes are refused or there is no model.
    """
    photo, page = open_to_read(data, side)
    return photo, read_page(page, explain, network)


def open_to_read(data: bytes, side: int | None) -> tuple[CleanPhoto, Page]:
    """Clean one picture, and make ready what is read of it.

    Raises:
        RecognizerError: if the bytes are refused.
    """
    to_read = reading_side(data)
    photo = open_photo(data, side or to_read)
    same = side is None or side == to_read
    image = photo.image if same else open_photo(data, to_read).image
    return photo, Page(to_gray(image), photo.width, photo.height)


def reading_side(data: bytes) -> int:
    """Return the scale at which a file is decoded to be read.

    A JPEG decodes at reduced scale almost for nothing; all else decodes whole, so the
    scale at which photos are kept serves both.
    """
    return READING_SIDE if data.startswith(JPEG_START) else settings.PHOTO_KEEP_SIDE


def open_photo(data: bytes, side: int) -> CleanPhoto:
    """Decode, turn upright, and strip one picture.

    Raises:
        RecognizerError: if the bytes are refused.
    """
    with timed("decode"):
        image = decode(data, max_side=side)
    width, height = get_full_size(image)
    with timed("clean"):
        clean, report = clean_pixels(image), find_metadata(data)
    return CleanPhoto(clean, width, height, image.format, report)


def read_page(
    page: Page, explain: bool = False, network: Network = engine.shared_network
) -> Reading:
    """Read a page; the boxes are in pixels of the photo at full scale.

    Raises:
        ModelUnavailable: if there is no model to read with.
    """
    thresholds = engine.get_model_card()["thresholds"]
    with ExitStack() as stack:
        with timed("wait"):
            stack.enter_context(limits.reading.slot())
        with timed("read"):
            reading = read_gray(page.gray, network, thresholds, explain)
    VERDICTS.labels(reading.verdict).inc()
    height, width = page.gray.shape
    scale_x, scale_y = page.width / width, page.height / height
    digits = tuple(_scaled(digit, scale_x, scale_y) for digit in reading.digits)
    return replace(reading, digits=digits)


def to_gray(image: Image.Image) -> np.ndarray:
    """Return uint8 (H, W), 255 white, at the scale at which digits are looked for."""
    return shrunk(np.asarray(image.convert("L")), READING_SIDE)


def _scaled(digit: Digit, scale_x: float, scale_y: float) -> Digit:
    left, top, right, bottom = digit.box
    box = Box(
        round(left * scale_x),
        round(top * scale_y),
        round(right * scale_x),
        round(bottom * scale_y),
    )
    return replace(digit, box=box)
