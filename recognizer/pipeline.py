"""The way of one picture: from bytes to a clean photo and a reading."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings
from django.core.files.base import File
from PIL import Image

from ml.detection.pieces import is_strip
from recognizer.inference import engine, limits
from recognizer.inference.network import PageNetwork
from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.conversion import to_standard_mode
from recognizer.intake.decoding import decode, get_full_size
from recognizer.intake.metadata.report import MetadataReport, find_metadata
from recognizer.intake.uploads import read_upload
from recognizer.metrics import VERDICTS, timed
from recognizer.reading.explanation import explain_digits
from recognizer.reading.params import with_thresholds
from recognizer.reading.reader import read_gray
from recognizer.readings import Box, Reading

READING_SIDE = 1000  # pixels of the long side: a quarter of a phone photo
STRIP_SIDE = 6000  # of a strip: twelve pieces of 500, a little more than a look sees
JPEG_SIGNATURE = b"\xff\xd8\xff"
# Of the side at which a photo is kept: as much is enough, if it decodes at that. Half
# of a 12-megapixel photo is 2000 to 2016 pixels, and takes a third of its time.
MIN_KEPT_SHARE = 0.95


@dataclass(frozen=True)
class CleanPhoto:
    """A picture without anything but pixels.

    Attributes:
        image: upright, mode RGB, without metadata; may be smaller than the photo. None
            after `without_image`.
        width: of the upright photo at full scale, in pixels.
        height: of the upright photo at full scale, in pixels.
        format: of the upload, as Pillow names it.
        metadata: names of the removed metadata.
        frames: number of frames or pages of the upload.
        frame: which of them this is, counted from 0.
    """

    image: Image.Image | None
    width: int
    height: int
    format: str
    metadata: MetadataReport
    frames: int = 1
    frame: int = 0

    def without_image(self) -> "CleanPhoto":
        """Free the pixels, and keep everything else."""
        return replace(self, image=None)


@dataclass(frozen=True)
class Page:
    """The part of a photo that is read.

    Attributes:
        gray: uint8 (H, W); 0 is black, 255 is white.
        width: of the upright photo at full scale, in pixels.
        height: of the upright photo at full scale, in pixels.
    """

    gray: np.ndarray
    width: int
    height: int


def recognize(
    upload: "bytes | File[bytes]",
    *,
    side: int | None = None,
    explain: bool = False,
    network: PageNetwork = engine.shared_network,
) -> tuple[CleanPhoto, Reading]:
    """Clean one picture and read it.

    Args:
        upload: the uploaded file, or its content.
        side: maximum long side of the clean photo; None takes what reading needs.
        explain: add glyph image and saliency to each digit.
        network: what finds and reads its characters.

    Raises:
        RecognizerError: if the picture is refused or there is no model.
    """
    with reading_slot():
        data = upload if isinstance(upload, bytes) else read_upload(upload)
        photo, page = open_to_read(data, side)
        return photo, read_page(page, explain, network)


@contextmanager
def reading_slot() -> Iterator[None]:
    """Wait for a slot to decode and read in, and hold it while the context lasts.

    Whoever waits for it should hold a file, and neither its content nor pixels.
    """
    with ExitStack() as stack:
        with timed("wait"):
            stack.enter_context(limits.reading.slot())
        yield


def open_to_read(data: bytes, side: int | None) -> tuple[CleanPhoto, Page]:
    """Clean one picture and prepare it for reading; it is decoded once for both.

    Args:
        data: the uploaded file.
        side: maximum long side of the clean photo; None takes what reading needs.

    Raises:
        RecognizerError: if the picture is refused.
    """
    reading_side = get_reading_side(data)
    with timed("decode"):
        image = decode(
            data,
            max_side=max(side or 0, reading_side),
            strip_side=max(side or 0, reading_side, STRIP_SIDE),
            min_side=max(int(MIN_KEPT_SHARE * (side or 0)), reading_side),
        )
    width, height = get_full_size(image)
    with timed("clean"):
        clean = clean_pixels(image)
    with timed("metadata"):
        metadata = find_metadata(data)
    page = Page(to_gray(clean), width, height)
    kept = to_standard_mode(clean, side)
    photo = CleanPhoto(
        *(kept, width, height, image.format or "", metadata),
        frames=image.info["frames"],
        frame=image.info["frame"],
    )
    return photo, page


def get_reading_side(data: bytes) -> int:
    """Return the scale at which a file is decoded to be read.

    A JPEG decodes at reduced scale at hardly any cost; other formats decode at full
    scale anyway, so the scale at which photos are stored serves both.
    """
    if data.startswith(JPEG_SIGNATURE):
        return READING_SIDE
    stored_side: int = settings.PHOTO_KEEP_SIDE
    return stored_side


def read_page(
    page: Page, explain: bool = False, network: PageNetwork = engine.shared_network
) -> Reading:
    """Read a page, in a reading slot.

    The boxes are in pixels of the photo at full scale.

    Args:
        page: prepared by `open_to_read`.
        explain: add glyph image and saliency to each digit.
        network: what finds and reads its characters.

    Raises:
        ModelUnavailable: if there is no model to read with.
    """
    params = with_thresholds(engine.get_model_card()["thresholds"])
    with timed("read"):
        reading = read_gray(page.gray, network, params)
        if explain:
            reading = explain_digits(reading, page.gray, network)
    VERDICTS.labels(reading.verdict).inc()
    height, width = page.gray.shape
    scale = page.width / width, page.height / height
    return replace(
        reading,
        digits=tuple(replace(d, box=_scale(d.box, *scale)) for d in reading.digits),
        numbers=tuple(replace(n, box=_scale(n.box, *scale)) for n in reading.numbers),
    )


def to_gray(image: Image.Image) -> np.ndarray:
    """Return a picture, of any mode, at the scale of detection.

    Returns:
        uint8 (H, W); 0 is black, 255 is white.
    """
    gray = image.convert("L")
    side = STRIP_SIDE if is_strip(*image.size) else READING_SIDE
    scale = side / max(image.size)
    if scale >= 1:
        return np.asarray(gray)
    size = max(round(image.width * scale), 1), max(round(image.height * scale), 1)
    return np.asarray(gray.resize(size, Image.Resampling.BOX, reducing_gap=2.0))


def _scale(box: Box, scale_x: float, scale_y: float) -> Box:
    return Box(
        round(box.left * scale_x),
        round(box.top * scale_y),
        round(box.right * scale_x),
        round(box.bottom * scale_y),
    )
