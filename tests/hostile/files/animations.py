"""Animations and documents of several pages, drawn in memory."""

import struct

from PIL import Image

from tests.support.drawing import encoded, page_of, paper
from tests.support.hostile import png_chunk

FULL = page_of("4725").convert("RGB")
BLANK = paper(*FULL.size).convert("RGB")
ANIMATED = ("GIF", "PNG", "WEBP", "AVIF")
OPTIONS = {"AVIF": {"speed": 10}}


def revealed(share: float) -> Image.Image:
    """Return so much of the page from the left, and blank paper for the rest."""
    page = BLANK.copy()
    width = round(page.width * share)
    page.paste(FULL.crop((0, 0, width, page.height)))
    return page


def faded(share: float) -> Image.Image:
    """Return the page in so much of its contrast."""
    return Image.blend(BLANK, FULL, share)


def frames_of(form: str, *frames: Image.Image, **options) -> bytes:
    """Return an animation, or a document of pages where the format is TIFF."""
    # Pillow leaves its options in a picture that it saves.
    first, *others = (frame.copy() for frame in frames)
    options = OPTIONS.get(form, {}) | options
    return encoded(first, form, save_all=True, append_images=others, **options)


def hidden_first_png(hidden: Image.Image, *frames: Image.Image) -> bytes:
    """Return an APNG whose default picture is not part of its animation."""
    return frames_of("PNG", hidden, *frames, default_image=True)


def gif_with_large_frame(width: int, height: int) -> bytes:
    """Return a GIF whose second frame claims to be larger than the screen."""
    data = frames_of("GIF", Image.new("L", (64, 64)), Image.new("L", (64, 64), 99))
    at = data.rindex(b",\0\0\0\0")
    return data[: at + 5] + struct.pack("<HH", width, height) + data[at + 9 :]


def png_that_claims_frames(count: int) -> bytes:
    """Return a still PNG whose header promises an animation."""
    data = encoded(FULL, "PNG")
    at = data.index(b"IDAT") - 4
    return data[:at] + png_chunk(b"acTL", struct.pack(">II", count, 0)) + data[at:]
