"""Report the metadata of a file: names of EXIF tags and other blocks, never values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from recognizer.intake.containers.bmp import BMP_SIGNATURE
from recognizer.intake.containers.gif import GIF_SIGNATURES
from recognizer.intake.containers.iso_media import is_iso_media
from recognizer.intake.containers.parts import JPEG_SIGNATURE, PNG_SIGNATURE
from recognizer.intake.containers.riff import is_webp
from recognizer.intake.containers.tiff import SIGNATURES as TIFF_SIGNATURES
from recognizer.intake.metadata.blocks import (
    APPLICATION_DATA,
    EMBEDDED_PICTURE,
    EXIF,
    PAGES,
    TRAILING_DATA,
    Block,
    PixelRun,
)
from recognizer.intake.metadata.exif_tags import ReadBudget, read_tags
from recognizer.intake.metadata.heif import iter_heif_blocks
from recognizer.intake.metadata.jpeg import iter_jpeg_blocks
from recognizer.intake.metadata.png import iter_png_blocks
from recognizer.intake.metadata.searching import FileSearch
from recognizer.intake.metadata.tiff import iter_tiff_blocks
from recognizer.intake.metadata.webp_gif_bmp import (
    iter_bmp_blocks,
    iter_gif_blocks,
    iter_webp_blocks,
)

MAX_TAGS = 200
MAX_BLOCKS = 10_000
MAX_EXIF_BLOCKS = 16  # whose tags are named; others are named as a whole
# Blocks that may be a picture with metadata of its own, and how deep these
# are looked for in one another.
PICTURE_NAMES = (EMBEDDED_PICTURE, APPLICATION_DATA, TRAILING_DATA)
MAX_DEPTH = 2
MAX_PICTURES = 16  # of a file, itself included


@dataclass(frozen=True)
class MetadataReport:
    """The metadata that is removed from a photo.

    Attributes:
        tags: names of EXIF tags and of other blocks, without duplicates.
        has_location: whether a location was among them.
    """

    tags: tuple[str, ...] = ()
    has_location: bool = False


def find_metadata(data: bytes) -> MetadataReport:
    """Return the names of a file's metadata; of a malformed file, what can be read."""
    names: dict[str, None] = {}
    budget, search, left = ReadBudget(), FileSearch(data), MAX_EXIF_BLOCKS
    for part, depth in islice(iter_parts(data), MAX_BLOCKS):
        if isinstance(part, PixelRun):
            if not depth:
                search.skip_run(part)
            continue
        search.search_block(part, is_inner=depth > 0)
        if part.name in (EXIF, PAGES) and not left:
            names |= {EXIF: None}
            continue
        left -= part.name in (EXIF, PAGES)
        names |= dict.fromkeys(name_block(part, budget))
    search.search_file()
    if search.has_found and not search.has_named:
        names |= {APPLICATION_DATA: None}
    return MetadataReport(tuple(names)[:MAX_TAGS], search.has_found)


def iter_parts(data: bytes) -> Iterator[tuple[Block | PixelRun, int]]:
    """Yield the parts of a file, and the metadata of pictures that are in them.

    Each comes with how deep it is: 0 in the file itself.
    """
    return iter_nested_parts(data, 0, iter(range(MAX_PICTURES)))


def iter_nested_parts(
    data: bytes, depth: int, slots: Iterator[int]
) -> Iterator[tuple[Block | PixelRun, int]]:
    """Yield the same of a picture that takes one of the slots, if any is left."""
    walk = find_walk(data)
    if walk is None or next(slots, None) is None:
        return
    for part in walk(data):
        yield part, depth
        if isinstance(part, Block) and part.name in PICTURE_NAMES and depth < MAX_DEPTH:
            yield from iter_nested_parts(part.content, depth + 1, slots)


def find_walk(data: bytes) -> Callable[[bytes], Iterator[Block | PixelRun]] | None:
    """Return the walk through the blocks of a file's format; None of an unknown one."""
    if data.startswith(JPEG_SIGNATURE):
        return iter_jpeg_blocks
    if data.startswith(PNG_SIGNATURE):
        return iter_png_blocks
    if is_webp(data):
        return iter_webp_blocks
    if data.startswith(GIF_SIGNATURES):
        return iter_gif_blocks
    if data.startswith(TIFF_SIGNATURES):
        return iter_tiff_blocks
    if is_iso_media(data):
        return iter_heif_blocks
    return iter_bmp_blocks if data.startswith(BMP_SIGNATURE) else None


def name_block(block: Block, budget: ReadBudget) -> list[str]:
    """Return the name of a block, or the names of the tags in it."""
    if block.name not in (EXIF, PAGES):
        return [block.name] if block.name else []
    return read_tags(block.content, budget, has_pages=block.name == PAGES)
