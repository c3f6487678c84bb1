"""Choose which frame of an animation, or which page of a document, is read."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from PIL import Image
from scipy.ndimage import grey_closing

from recognizer.intake.containers import gif
from recognizer.intake.containers.parts import MAX_PARTS, iter_png_chunks
from recognizer.intake.containers.tiff import iter_directories

MAX_PAGES = 10_000
# Frames are looked at while they cost no more than one photo.
MAX_CANDIDATES = 16
MAX_CANDIDATE_PIXELS = 12_500_000
MEASURED_SIDE_PX = 500  # enough to tell a page from a blank one
MAX_STROKE_PX = 15
# A stroke differs from paper by so many gray levels, and a digit has so many pixels.
MIN_CONTRAST = 24
MIN_INK_PIXELS = 10
# A later frame has to show this much more: small movements are no reason.
MIN_GAIN = 1.1

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Frames:
    """The frames of a file, as a browser would show them.

    Attributes:
        count: number of frames, or of pages.
        positions: of those that may be read, as Pillow counts; at least one.
        first: number of the first of them, counted from 0.
        are_pages: whether each stands for itself, as in a document.
    """

    count: int
    positions: tuple[int, ...]
    first: int = 0
    are_pages: bool = False


ONE_FRAME = Frames(1, (0,))


def find_frames(image: Image.Image, data: bytes) -> Frames:
    """Return the frames of a file that was opened and not loaded yet.

    The pictures behind the first one of a JPEG are no frames: no viewer shows them.
    """
    match image.format:
        case "GIF":
            return find_gif_frames(image, data)
        case "PNG":
            return find_png_frames(image, data)
        case "TIFF":
            return find_pages(data)
        case "WEBP" | "AVIF":
            count = max(1, getattr(image, "n_frames", 1))
            return Frames(count, tuple(range(min(count, MAX_CANDIDATES))))
        case "HEIF":
            # The file itself says which of its pictures is to be shown.
            count = max(1, getattr(image, "n_frames", 1))
            return Frames(count, (image.tell(),), image.tell(), are_pages=True)
        case _:
            return ONE_FRAME


def find_gif_frames(image: Image.Image, data: bytes) -> Frames:
    """Count the frames of a GIF; only those inside its screen may be read."""
    frames = [e for e in gif.iter_elements(data) if isinstance(e, gif.Frame)]
    width, height = image.size
    inside = 0
    for frame in frames[:MAX_CANDIDATES]:
        if frame.right > width or frame.bottom > height:
            break
        inside += 1
    return Frames(max(1, len(frames)), tuple(range(max(1, inside))))


def find_png_frames(image: Image.Image, data: bytes) -> Frames:
    """Count the frames of an APNG; its default picture may be none of them."""
    if not getattr(image, "is_animated", False):
        return ONE_FRAME
    chunks = islice(iter_png_chunks(data), MAX_PARTS)
    count = sum(chunk.kind == b"fcTL" for chunk in chunks)
    hidden = int(getattr(image, "default_image", False))
    if not count:
        return ONE_FRAME
    candidates = range(hidden, hidden + min(count, MAX_CANDIDATES))
    return Frames(count, tuple(candidates))


def find_pages(data: bytes) -> Frames:
    """Count the pages of a TIFF; smaller copies of pages are none."""
    pages, candidates, tags = 0, [], 0
    for index, page in enumerate(iter_directories(data, MAX_PAGES)):
        # A decoder reads all tags on the way to a page.
        tags += len(page.tags)
        if page.is_auxiliary:
            continue
        pages += 1
        if tags <= MAX_PARTS and pages <= MAX_CANDIDATES:
            candidates.append(index)
    return Frames(max(1, pages), tuple(candidates or [0]), are_pages=True)


def decode_fullest(
    image: Image.Image, frames: Frames, decode: Callable[[], Image.Image]
) -> tuple[Image.Image, int]:
    """Decode the first page that is not blank, or the fullest of the first frames.

    Args:
        image: of which a frame is chosen.
        frames: of the image.
        decode: returns the chosen frame, decoded.

    Returns:
        The decoded frame, and its number, counted from 0.
    """
    candidates = iter_candidates(image, frames, decode)
    number, best = next(candidates)
    most = count_ink_pixels(best) if len(frames.positions) > 1 else 0
    for index, frame in candidates:
        if frames.are_pages and most > MIN_INK_PIXELS:
            break
        ink = count_ink_pixels(frame)
        if ink > max(most * MIN_GAIN, MIN_INK_PIXELS):
            number, best, most = index, frame, ink
    return best, frames.first + number


def iter_candidates(
    image: Image.Image, frames: Frames, decode: Callable[[], Image.Image]
) -> Iterator[tuple[int, Image.Image]]:
    """Yield decoded frames while they cost little; the first one whatever it costs."""
    pixels = 0
    for index, position in enumerate(frames.positions):
        # Going to a frame may take as much memory as decoding it.
        if index and pixels + count_pixels(image) > MAX_CANDIDATE_PIXELS:
            return
        try:
            seek(image, position)
            pixels += count_pixels(image)
            if index and pixels > MAX_CANDIDATE_PIXELS:
                return
            frame = decode()
        except Exception as error:
            if not index:
                raise
            logger.info("A decoder raised %s at a later frame", type(error).__name__)
            return
        # The next frame is drawn over the pixels of this one.
        is_shared = frame is image and len(frames.positions) > 1
        yield index, frame.copy() if is_shared else frame


def count_pixels(image: Image.Image) -> int:
    """Return how many pixels the current frame has."""
    return image.width * image.height


def seek(image: Image.Image, position: int) -> None:
    """Go to a frame; a picture of one frame may be unable to."""
    if position != image.tell():
        image.seek(position)


def count_ink_pixels(image: Image.Image) -> int:
    """Return how many pixels are strokes, which differ from what is on both sides.

    Large areas, and the edges between two of them, do not count.

    Args:
        image: mode L, RGB or RGBA; strokes may be in its opacity alone.
    """
    small = image.reduce(-(-max(image.size) // MEASURED_SIDE_PX))
    channels = [small.convert("L")]
    if image.mode == "RGBA":
        channels.append(small.getchannel("A"))
    contrast = np.max([find_strokes(channel) for channel in channels], axis=0)
    return int((contrast > MIN_CONTRAST).sum())


def find_strokes(channel: Image.Image) -> np.ndarray:
    """Return by how much each pixel is darker or lighter than its surroundings.

    Args:
        channel: mode L.

    Returns:
        int16 (H, W); 0 is an even area.
    """
    values = np.asarray(channel, np.int16)
    size = MAX_STROKE_PX, MAX_STROKE_PX
    # What is darker, and what is lighter.
    return np.maximum(*(grey_closing(v, size) - v for v in (values, -values)))
