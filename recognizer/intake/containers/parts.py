"""Count the parts of a file without a decoder.

Decoders visit every part of a file before the pixels, at microseconds each: twenty
megabytes of empty parts take them ten seconds. The walk here ends at a limit.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from recognizer.errors import UnreadablePhoto
from recognizer.intake.containers.gif import GIF_SIGNATURES, iter_extension_blocks
from recognizer.intake.containers.tiff import SIGNATURES as TIFF_SIGNATURES
from recognizer.intake.containers.tiff import iter_directories

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE = b"\xff\xd8"
# Real files have some thousands at most: PNG writers split pixels into 8 kB and more.
MAX_PARTS = 10_000
MAX_SCANS = 100  # a real progressive JPEG has about ten
SCAN = 0xDA
# Faster than `bytes.count` with two bytes.
SCAN_MARKER = re.compile(rb"\xff\xda")


class Part(NamedTuple):
    """A segment of a JPEG or a chunk of a PNG: its kind, and where its body lies."""

    kind: bytes
    body: int
    end: int


def check_parts(data: bytes) -> None:
    """Check that a file has not so many parts or scans that reading it takes long.

    Raises:
        UnreadablePhoto: if no camera or program would write such a file.
    """
    parts: Iterator[object]
    if data.startswith(JPEG_SIGNATURE):
        parts = iter_jpeg_segments(data)
        if next(islice(SCAN_MARKER.finditer(data), MAX_SCANS, None), None):
            raise UnreadablePhoto
    elif data.startswith(PNG_SIGNATURE):
        parts = iter_png_chunks(data)
    elif data.startswith(GIF_SIGNATURES):
        parts = iter_extension_blocks(data)
    elif data.startswith(TIFF_SIGNATURES):
        parts = (tag for first in iter_directories(data, 1) for tag in first.tags)
    else:
        return
    if next(islice(parts, MAX_PARTS, None), None):
        raise UnreadablePhoto


def iter_jpeg_segments(data: bytes) -> Iterator[Part]:
    """Yield the segments of a JPEG, up to its first scan."""
    position = 2
    while data[position : position + 1] == b"\xff" and position + 4 <= len(data):
        kind = data[position + 1 : position + 2]
        is_fill_byte = kind == b"\xff"
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        end = position + (1 if is_fill_byte else 2 + length)
        yield Part(kind, position + 4, end)
        if kind[0] == SCAN:
            return
        position = end


def is_interleaved(data: bytes, components: int) -> bool:
    """Return whether the first scan of a JPEG has all of its components."""
    *_, last = [Part(b"", 0, 0), *islice(iter_jpeg_segments(data), MAX_PARTS)]
    return last.kind == bytes([SCAN]) and data[last.body] == components


def iter_png_chunks(data: bytes) -> Iterator[Part]:
    """Yield the chunks of a PNG, including those after the pixels."""
    position = len(PNG_SIGNATURE)
    while position + 8 <= len(data):
        body = position + 8
        end = body + int.from_bytes(data[position : position + 4], "big")
        yield Part(data[position + 4 : body], body, end)
        position = end + 4
