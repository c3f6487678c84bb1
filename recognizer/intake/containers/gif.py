"""The blocks and frames of a GIF."""

from collections.abc import Iterator
from typing import NamedTuple

GIF_SIGNATURES = (b"GIF87a", b"GIF89a")
SCREEN_END = 13
EXTENSION, FRAME = b"\x21", b"\x2c"
DESCRIPTOR_BYTES = 10
# Twenty megabytes in blocks of full length have fewer.
MAX_BLOCKS = 100_000


class Extension(NamedTuple):
    """An extension: its label, and where its first block starts."""

    label: int
    start: int


class Frame(NamedTuple):
    """A frame: the corner farthest from the origin, in pixels."""

    right: int
    bottom: int


def iter_extension_blocks(data: bytes) -> Iterator[int]:
    """Yield where the blocks of the extensions start, up to the first frame."""
    position = find_body(data)
    while data[position : position + 1] == EXTENSION:
        for block in iter_blocks(data, position + 2):
            position = block
            yield block
        position += 1


def iter_elements(data: bytes) -> Iterator[Extension | Frame]:
    """Yield the extensions and frames of a GIF, up to a limit on blocks."""
    position, left = find_body(data), MAX_BLOCKS
    while left > 0:
        kind = data[position : position + 1]
        if kind == EXTENSION and position + 1 < len(data):
            start = position + 2
            yield Extension(data[position + 1], start)
        elif kind == FRAME and position + DESCRIPTOR_BYTES < len(data):
            head = data[position : position + DESCRIPTOR_BYTES]
            x, y, width, height = (
                int.from_bytes(head[at : at + 2], "little") for at in (1, 3, 5, 7)
            )
            yield Frame(x + width, y + height)
            start = position + DESCRIPTOR_BYTES + get_palette_bytes(head[9]) + 1
        else:
            return
        for block in iter_blocks(data, start):
            position = block
            left -= 1
            if left <= 0:
                return
        position += 1


def iter_blocks(data: bytes, position: int) -> Iterator[int]:
    """Yield where the blocks of a chain start; the last one is empty."""
    while position < len(data):
        yield position
        if not data[position]:
            return
        position += 1 + data[position]


def find_body(data: bytes) -> int:
    """Return where the extensions and frames of a GIF start."""
    flags = data[10] if len(data) > 10 else 0
    return SCREEN_END + get_palette_bytes(flags)


def get_palette_bytes(flags: int) -> int:
    """Return the length of the palette that the flags of a screen or frame announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
