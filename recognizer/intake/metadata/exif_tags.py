"""Name the tags of an EXIF block, within a limit on reads."""

import io
import logging
import re
from typing import Any

import exifread
from exifread.tags.exif import EXIF_TAGS, GPS_TAGS

from recognizer.intake.containers.tiff import (
    BIG_SIGNATURES,
    GPS_TAG,
    SUB_DIRECTORIES_TAG,
    TYPE_SIZES,
    iter_directories,
)
from recognizer.intake.metadata.blocks import EXIF, THUMBNAIL

# The structure of a TIFF file and pointers reveal nothing about a person.
STRUCTURAL_TAGS = {
    "ImageWidth",
    "ImageLength",
    "BitsPerSample",
    "Compression",
    "PhotometricInterpretation",
    "FillOrder",
    "StripOffsets",
    "SamplesPerPixel",
    "RowsPerStrip",
    "StripByteCounts",
    "PlanarConfiguration",
    "TileWidth",
    "TileLength",
    "TileOffsets",
    "TileByteCounts",
    "SampleFormat",
    "Predictor",
    "ColorMap",
    "ExtraSamples",
    "ExifOffset",
    "GPSInfo",
    "InteroperabilityOffset",
    "SubIFDs",
    "JPEGTables",
    "JPEGInterchangeFormat",
    "JPEGInterchangeFormatLength",
    "NewSubfileType",
    "SubfileType",
    "InterColorProfile",
    "ApplicationNotes",
}
# ExifRead leaves these out, as their values are long.
LONG_TAGS = {0x927C: "MakerNote", 0x9286: "UserComment"}
MAX_DIRECTORIES = 100
# The group that ExifRead puts in front of the name of a tag.
GROUP = re.compile(r"(IFD \d+|\S+) ")
# A real photo takes some thousand reads; its maker note up to 65,000 more.
MAX_READS = 80_000
MAX_READ_BYTES = 16 * 1024 * 1024

logger = logging.getLogger(__name__)


class ReadLimitExceeded(Exception):
    """Blocks take so many reads that they would occupy a thread for long."""


class ReadBudget:
    """How much may be read of all EXIF blocks of a file: tags may repeat and loop."""

    def __init__(self) -> None:
        self.reads = MAX_READS
        self.bytes = MAX_READ_BYTES

    def spend(self, length: int) -> None:
        """Count a read; raise ReadLimitExceeded beyond the limit."""
        self.reads -= 1
        self.bytes -= length
        if self.reads < 0 or self.bytes < 0:
            raise ReadLimitExceeded


class LimitedBytes(io.BytesIO):
    """A buffer whose reads are counted."""

    def __init__(self, content: bytes, budget: ReadBudget) -> None:
        super().__init__(content)
        self._budget = budget

    def read(self, size: int | None = -1) -> bytes:
        """Read; raise ReadLimitExceeded beyond the limit."""
        part = super().read(size)
        self._budget.spend(len(part))
        return part


def read_tags(block: bytes, budget: ReadBudget, has_pages: bool = False) -> list[str]:
    """Return the names of the tags of an EXIF block; a TIFF file is one, too.

    Args:
        block: starts with the header of a TIFF.
        budget: of reads.
        has_pages: the second directory describes a page, and no thumbnail.

    Returns:
        The names; `EXIF` stands for those of a block that can't be read to its end.
    """
    if block.startswith(BIG_SIGNATURES):
        return name_big_tags(block)
    try:
        tags = exifread.process_file(
            LimitedBytes(block, budget), details=False, extract_thumbnail=False
        )
    except ReadLimitExceeded:
        return [EXIF]
    except Exception as error:
        logger.info("ExifRead raised %s", type(error).__name__)
        tags = {}
    other_tags = find_other_tags(block)
    if not (tags or other_tags or has_pages):
        return [EXIF]
    names = [strip_group(tag) if has_pages else to_name(tag) for tag in tags]
    return [name for name in names + other_tags if name not in STRUCTURAL_TAGS]


def name_big_tags(block: bytes) -> list[str]:
    """Return the names of the tags of a BigTIFF, which ExifRead does not know."""
    names: dict[str, None] = {}
    for directory in iter_directories(block, MAX_DIRECTORIES, with_children=True):
        known = GPS_TAGS if directory.parent_tag == GPS_TAG else EXIF_TAGS
        names |= dict.fromkeys(name_tag(tag, known) for tag in directory.tags)
    return [name for name in names if name not in STRUCTURAL_TAGS]


def name_tag(tag: int, known: dict[int, tuple[str, Any]] = EXIF_TAGS) -> str:
    """Return the name of a tag, as ExifRead does."""
    return known[tag][0] if tag in known else f"Tag 0x{tag:04X}"


def find_other_tags(block: bytes) -> list[str]:
    """Return the names of the tags that ExifRead leaves out.

    These are long ones and those of hidden pictures; those of an unknown type can't be
    read, and are named as a block of which this is so.
    """
    names: dict[str, None] = {}
    for directory in iter_directories(block, MAX_DIRECTORIES, with_children=True):
        is_hidden = directory.parent_tag == SUB_DIRECTORIES_TAG
        for tag, (kind, _, _) in directory.tags.items():
            if kind not in TYPE_SIZES:
                names[EXIF] = None
            elif is_hidden or tag in LONG_TAGS:
                names[LONG_TAGS.get(tag) or name_tag(tag)] = None
    return list(names)


def to_name(tag: str) -> str:
    """Return "Make" for "Image Make", and one name for all tags of the thumbnail."""
    if tag.startswith(("Thumbnail", "JPEGThumbnail")):
        return THUMBNAIL
    return strip_group(tag)


def strip_group(tag: str) -> str:
    """Return "Make" for "Image Make"."""
    return GROUP.sub("", tag, count=1)
