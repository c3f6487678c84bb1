"""The metadata blocks of a TIFF, which is one EXIF block itself."""

from collections.abc import Iterator

from recognizer.intake.containers.tiff import Directory, iter_directories
from recognizer.intake.metadata.blocks import EXIF, ICC_PROFILE, IPTC, PAGES, XMP, Block
from recognizer.intake.metadata.trailing import iter_trailing_blocks

NAMES = {0x02BC: XMP, 0x83BB: IPTC, 0x8649: IPTC, 0x8773: ICC_PROFILE}
# Where pixels are, and how long: strips, tiles, and JPEG of the old kind.
PIXEL_TAGS = ((0x0111, 0x0117), (0x0144, 0x0145), (0x0201, 0x0202))
MAX_DIRECTORIES = 1000
MAX_VALUES = 50_000  # strips and tiles of all pages
MAX_BYTES = 4 * 1024 * 1024  # of the blocks of all pages


def iter_tiff_blocks(data: bytes) -> Iterator[Block]:
    """Yield the metadata of a TIFF, and what lies behind all that its pages need.

    Where so much is needed that the walk ends early, nothing lies behind.
    """
    first_pages = list(iter_directories(data, 2))
    has_thumbnail = any(page.is_auxiliary for page in first_pages[1:])
    yield Block(EXIF if has_thumbnail else PAGES, data)
    end, values, count, left = 0, MAX_VALUES, 0, MAX_BYTES
    for page in iter_directories(data, MAX_DIRECTORIES, with_children=True):
        for tag, name in NAMES.items():
            if tag in page.tags:
                block = Block(name, page.get_bytes(tag, left))
                left = max(0, left - len(block.content))
                yield block
        ends = find_ends(page, values)
        end, values, count = max(end, *ends), values - len(ends), count + 1
    if values > 0 and 0 < count < MAX_DIRECTORIES:
        yield from iter_trailing_blocks(data, end)


def find_ends(page: Directory, limit: int) -> list[int]:
    """Return where a directory ends, its values, and so many parts of its pixels."""
    ends = [page.end, *(page.find_end(tag) for tag in page.tags)]
    for starts, lengths in PIXEL_TAGS:
        numbers = (page.get_numbers(tag, max(0, limit)) for tag in (starts, lengths))
        ends += [start + length for start, length in zip(*numbers, strict=False)]
    return ends
