"""The metadata blocks of a TIFF, which is one EXIF block itself."""

import struct
from collections.abc import Iterator

from recognizer.intake.containers.gaps import iter_gaps
from recognizer.intake.containers.tiff import Directory, iter_directories
from recognizer.intake.metadata.blocks import (
    APPLICATION_DATA,
    EXIF,
    ICC_PROFILE,
    IPTC,
    PAGES,
    XMP,
    Block,
)
from recognizer.intake.metadata.trailing import iter_trailing_blocks

NAMES = {0x02BC: XMP, 0x83BB: IPTC, 0x8649: IPTC, 0x8773: ICC_PROFILE}
# Where pixels are, and how long: strips, tiles, and JPEG of the old kind.
PIXEL_TAGS = ((0x0111, 0x0117), (0x0144, 0x0145), (0x0201, 0x0202))
HEADER_BYTES = 8
MAX_DIRECTORIES = 1000
MAX_VALUES = 50_000  # strips and tiles of all pages
MAX_BYTES = 4 * 1024 * 1024  # of the blocks of all pages


def iter_tiff_blocks(data: bytes) -> Iterator[Block]:
    """Yield the metadata of a TIFF, and what its pages do not need, or lies behind.

    Where so much is needed that the walk ends early, nothing is left over.
    """
    first_pages = list(iter_directories(data, 2))
    has_thumbnail = any(page.is_auxiliary for page in first_pages[1:])
    yield Block(EXIF if has_thumbnail else PAGES, data)
    ranges, values, count, left = [(0, HEADER_BYTES)], MAX_VALUES, 0, MAX_BYTES
    for page in iter_directories(data, MAX_DIRECTORIES, with_children=True):
        for tag, name in NAMES.items():
            if tag in page.tags:
                block = Block(name, page.get_bytes(tag, left))
                left = max(0, left - len(block.content))
                yield block
        found = find_ranges(page, values)
        ranges += found
        values, count = values - len(found), count + 1
    if values > 0 and 0 < count < MAX_DIRECTORIES:
        end = max(last for _, last in ranges)
        for gap in iter_gaps(data, ranges, 0, min(end, len(data))):
            yield Block(APPLICATION_DATA, gap)
        yield from iter_trailing_blocks(data, end)


def find_ranges(page: Directory, limit: int) -> list[tuple[int, int]]:
    """Return where a directory, its values, and so many parts of its pixels stand."""
    link = struct.calcsize(page.layout.offset)
    ranges = [(page.start, page.end + link), *map(page.find_range, page.tags)]
    for starts, lengths in PIXEL_TAGS:
        numbers = (page.get_numbers(tag, max(0, limit)) for tag in (starts, lengths))
        ranges += [
            (start, start + length) for start, length in zip(*numbers, strict=False)
        ]
    return ranges
