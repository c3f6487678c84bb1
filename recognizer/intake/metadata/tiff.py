"""The metadata blocks of a TIFF, which is one EXIF block itself."""

from collections.abc import Iterator

from recognizer.intake.containers.tiff import Directory, iter_directories
from recognizer.intake.metadata.blocks import EXIF, ICC_PROFILE, IPTC, PAGES, XMP, Block
from recognizer.intake.metadata.trailing import iter_trailing_blocks

NAMES = {0x02BC: XMP, 0x83BB: IPTC, 0x8649: IPTC, 0x8773: ICC_PROFILE}
# Where pixels are, and how long: strips, tiles, and JPEG of the old kind.
PIXEL_TAGS = ((0x0111, 0x0117), (0x0144, 0x0145), (0x0201, 0x0202))
MAX_DIRECTORIES = 10_000


def iter_tiff_blocks(data: bytes) -> Iterator[Block]:
    """Yield the metadata of a TIFF, and what lies behind all that its pages need."""
    end = 0
    pages = list(iter_directories(data, 2))
    has_thumbnail = any(page.is_auxiliary for page in pages[1:])
    yield Block(EXIF if has_thumbnail else PAGES, data)
    for page in iter_directories(data, MAX_DIRECTORIES, with_children=True):
        for tag, name in NAMES.items():
            if tag in page.tags:
                yield Block(name, page.get_bytes(tag))
        end = max(end, page.end, find_end(page))
    yield from iter_trailing_blocks(data, end or len(data))


def find_end(page: Directory) -> int:
    """Return where the last value of a directory ends, or the last of its pixels."""
    ends = [page.find_end(tag) for tag in page.tags]
    for starts, lengths in PIXEL_TAGS:
        pairs = zip(page.get_numbers(starts), page.get_numbers(lengths), strict=False)
        ends += [start + length for start, length in pairs]
    return max(ends, default=0)
