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
from recognizer.intake.metadata.blocks import EXIF, PAGES, Block
from recognizer.intake.metadata.exif_tags import ReadBudget, read_tags
from recognizer.intake.metadata.heif import iter_heif_blocks
from recognizer.intake.metadata.jpeg import iter_jpeg_blocks
from recognizer.intake.metadata.locations import has_place
from recognizer.intake.metadata.png import iter_png_blocks
from recognizer.intake.metadata.tiff import iter_tiff_blocks
from recognizer.intake.metadata.webp_gif_bmp import (
    iter_bmp_blocks,
    iter_gif_blocks,
    iter_webp_blocks,
)

MAX_TAGS = 200
MAX_BLOCKS = 10_000
MAX_EXIF_BLOCKS = 16  # that are looked into; others are named as a whole


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
    budget, has_location, left = ReadBudget(), False, MAX_EXIF_BLOCKS
    for block in islice(find_walk(data)(data), MAX_BLOCKS):
        if block.name in (EXIF, PAGES) and not left:
            names |= {EXIF: None}
            continue
        left -= block.name in (EXIF, PAGES)
        names |= dict.fromkeys(name_block(block, budget))
        has_location = has_location or has_place(block)
    return MetadataReport(tuple(names)[:MAX_TAGS], has_location)


def find_walk(data: bytes) -> Callable[[bytes], Iterator[Block]]:
    """Return the walk through the blocks of a file's format."""
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
    return iter_bmp_blocks if data.startswith(BMP_SIGNATURE) else lambda data: iter(())


def name_block(block: Block, budget: ReadBudget) -> list[str]:
    """Return the name of a block, or the names of the tags in it."""
    if block.name not in (EXIF, PAGES):
        return [block.name]
    return read_tags(block.content, budget, has_pages=block.name == PAGES)
