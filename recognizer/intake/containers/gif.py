"""The blocks and frames of a GIF."""

import struct
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

GIF_SIGNATURES = (b"GIF87a", b"GIF89a")
SCREEN_END = 13
EXTENSION, FRAME, TRAILER = b"\x21", b"\x2c", b"\x3b"
DESCRIPTOR_BYTES = 10
# Twenty megabytes in blocks of full length have fewer.
MAX_BLOCKS = 100_000


class Extension(NamedTuple):
    """An extension: its label, and where its blocks start and end."""

    label: int
    start: int
    end: int


class Frame(NamedTuple):
    """A frame: the corner farthest from the origin, in pixels.

    Its coded pixels are in blocks, between a start and an end in the file.
    """

    right: int
    bottom: int
    start: int
    end: int


class Trailer(NamedTuple):
    """The end of the animation: the position behind it."""

    end: int


def iter_extension_blocks(data: bytes) -> Iterator[int]:
    """Yield where the blocks of the extensions start, up to the first frame."""
    position = find_body(data)
    while data[position : position + 1] == EXTENSION:
        for block in iter_blocks(data, position + 2):
            position = block
            yield block
        position += 1


def iter_elements(data: bytes) -> Iterator[Extension | Frame | Trailer]:
    """Yield the extensions and frames of a GIF and its end, up to a limit on blocks."""
    position, blocks = find_body(data), 0
    while blocks < MAX_BLOCKS:
        kind = data[position : position + 1]
        if kind == EXTENSION:
            start = position + 2
        elif kind == FRAME:
            start = position + DESCRIPTOR_BYTES + 1
            start += get_palette_bytes(data[position + 9 : position + 10])
        else:
            break
        end = start
        for block in islice(iter_blocks(data, start), MAX_BLOCKS - blocks):
            end, blocks = block + 1, blocks + 1
        if start > len(data):
            return
        yield (
            Extension(data[position + 1], start, end)
            if kind == EXTENSION
            else read_frame(data, position, start, end)
        )
        position = end
    if data[position : position + 1] == TRAILER:
        yield Trailer(position + 1)


def read_frame(data: bytes, position: int, start: int, end: int) -> Frame:
    """Return the frame whose descriptor is at a position, and which blocks it has."""
    x, y, width, height = struct.unpack_from("<4H", data, position + 1)
    return Frame(x + width, y + height, start, end)


def iter_blocks(data: bytes, position: int) -> Iterator[int]:
    """Yield where the blocks of a chain start; the last one is empty."""
    while position < len(data):
        yield position
        if not data[position]:
            return
        position += 1 + data[position]


def join_blocks(data: bytes, position: int, limit: int = MAX_BLOCKS) -> bytes:
    """Return the end of a chain of blocks, without the length of each.

    Args:
        data: the file.
        position: of the first block.
        limit: number of blocks to return.
    """
    starts = deque(islice(iter_blocks(data, position), MAX_BLOCKS), limit)
    return b"".join(data[start + 1 : start + 1 + data[start]] for start in starts)


def find_body(data: bytes) -> int:
    """Return where the extensions and frames of a GIF start."""
    return SCREEN_END + get_palette_bytes(data[10:11])


def get_palette_bytes(flags: bytes) -> int:
    """Return the length of the palette that the flags of a screen or frame announce."""
    value = flags[0] if flags else 0
    return 3 << ((value & 7) + 1) if value & 0x80 else 0
