"""Name what lies behind the end of a picture: videos, more pictures, other data."""

import re
from collections.abc import Iterator

from recognizer.intake.containers.gif import GIF_SIGNATURES
from recognizer.intake.containers.iso_media import find_boxes_end, iter_boxes
from recognizer.intake.containers.jpeg import find_jpeg_end
from recognizer.intake.containers.parts import JPEG_SIGNATURE, PNG_SIGNATURE
from recognizer.intake.containers.tiff import SIGNATURES as TIFF_SIGNATURES
from recognizer.intake.metadata.blocks import (
    EMBEDDED_PICTURE,
    TRAILING_DATA,
    VIDEO,
    Block,
)

# Cameras and programs fill up files with these.
PADDING = re.compile(rb"[\0\s]*")
# The first box of a video: its size, its type and a brand.
VIDEO_START = re.compile(rb"\0\0\0[\x08-\xff]ftyp[\x20-\x7e]{4}")
# The same of a HEIC or AVIF.
PICTURE_START = re.compile(rb"\0\0\0[\x08-\xff]ftyp(?:hei|hev|mif|msf|avi)")
PNG_END = b"IEND\xaeB\x60\x82"
MAX_PICTURES = 16


def iter_trailing_blocks(data: bytes, position: int) -> Iterator[Block]:
    """Yield what lies behind a picture.

    Args:
        data: the whole file.
        position: where the picture ends, as the file says.
    """
    position = min(position, len(data))
    for _ in range(MAX_PICTURES):
        start = skip_padding(data, position)
        end = find_picture_end(data, start)
        if end is None:
            break
        position = end
        yield Block(EMBEDDED_PICTURE, data[start:position])
    while skip_padding(data, position) < len(data):
        video = VIDEO_START.search(data, position)
        start = video.start() if video else len(data)
        # The size of a box starts with zeros, as padding does.
        if skip_padding(data, position) < start:
            yield Block(TRAILING_DATA, data[position:start])
        if not video:
            return
        position = find_boxes_end(data, start)
        yield Block(VIDEO, get_description(data, start, position))


def find_picture_end(data: bytes, start: int) -> int | None:
    """Return where the picture that starts at a position ends; None if none does."""
    if data.startswith(JPEG_SIGNATURE + b"\xff", start):
        return find_jpeg_end(data, start)
    if data.startswith(PNG_SIGNATURE, start):
        end = data.find(PNG_END, start)
        return len(data) if end < 0 else end + len(PNG_END)
    if data.startswith(b"RIFF", start) and data.startswith(b"WEBP", start + 8):
        size = int.from_bytes(data[start + 4 : start + 8], "little")
        return min(len(data), start + 8 + size)
    if data.startswith((*GIF_SIGNATURES, *TIFF_SIGNATURES), start):
        # Their ends are nowhere stated.
        return len(data)
    if PICTURE_START.match(data, start):
        return find_boxes_end(data, start)
    return None


def get_description(data: bytes, start: int, end: int) -> bytes:
    """Return the part of a video that describes it; all where there is none."""
    for box in iter_boxes(data, start, end):
        if box.kind == b"moov":
            return data[box.body : box.end]
    return data[start:end]


def skip_padding(data: bytes, position: int) -> int:
    """Return the position of the next byte that is no padding."""
    match = PADDING.match(data, position)
    return match.end() if match else position
