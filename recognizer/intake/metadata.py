"""Name the metadata of a file: EXIF tags and other blocks, never their values."""

import io
import logging
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

import exifread
from PIL import Image

from recognizer.intake.containers.parts import MAX_PARTS, PNG_SIGNATURE, iter_png_chunks
from recognizer.intake.decoding import FORMATS

# Blocks other than EXIF: Pillow's name, and the name that visitors may know.
BLOCKS = {
    "xmp": "XMP",
    "XML:com.adobe.xmp": "XMP",
    "comment": "Comment",
    "icc_profile": "ICC profile",
    "photoshop": "IPTC",
}
PNG_CHUNKS = {
    b"tEXt": "Text",
    b"zTXt": "Text",
    b"iTXt": "Text",
    b"tIME": "Time",
}
LOCATION_TAGS = ("GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude")
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
    "NewSubfileType",
    "InterColorProfile",
    "ApplicationNotes",
}
MAX_TAGS = 200
TIFF_SIGNATURES = (b"II*\0", b"MM\0*")
# The group that ExifRead puts in front of the name of a tag.
GROUP = re.compile(r"(IFD \d+|\S+) ")
# A real photo takes some thousand reads; its maker note up to 65,000 more.
MAX_READS = 80_000
MAX_READ_BYTES = 16 * 1024 * 1024

logger = logging.getLogger(__name__)


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
    info = read_info(data)
    names = read_tags(data, info.get("exif"))
    has_location = any(name in LOCATION_TAGS for name in names)
    names += [name for key, name in BLOCKS.items() if info.get(key)]
    names += find_png_chunks(data)
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode() if isinstance(xmp, str) else xmp
    return MetadataReport(
        tags=tuple(dict.fromkeys(names))[:MAX_TAGS],
        has_location=has_location or b"GPSLatitude" in xmp,
    )


def read_info(data: bytes) -> dict[str | tuple[int, int], Any]:
    """Return what Pillow reads before the pixels; {} where the header is broken."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return dict(image.info)
    except Exception as error:
        logger.info("Pillow raised %s over a header", type(error).__name__)
        return {}


class ReadLimitExceeded(Exception):
    """A block takes so many reads that it would occupy a thread for long."""


class LimitedBytes(io.BytesIO):
    """A buffer with a limit on reads: tags may repeat, overlap and loop."""

    reads_left = MAX_READS
    bytes_left = MAX_READ_BYTES

    def read(self, size: int | None = -1) -> bytes:
        """Read; raise ReadLimitExceeded beyond the limit."""
        part = super().read(size)
        self.reads_left -= 1
        self.bytes_left -= len(part)
        if self.reads_left < 0 or self.bytes_left < 0:
            raise ReadLimitExceeded
        return part


def read_tags(data: bytes, exif: bytes | None) -> list[str]:
    """Return the names of EXIF tags; a TIFF file is itself an EXIF block."""
    if not exif and not data.startswith(TIFF_SIGNATURES):
        return []
    block = exif.removeprefix(b"Exif\0\0") if exif else data
    try:
        tags = exifread.process_file(
            LimitedBytes(block), details=False, extract_thumbnail=False
        )
    except ReadLimitExceeded:
        return ["EXIF"]
    except Exception as error:
        logger.info("ExifRead raised %s", type(error).__name__)
        return []
    return [name for name in map(to_name, tags) if name not in STRUCTURAL_TAGS]


def to_name(tag: str) -> str:
    """Return "Make" for "Image Make", and one name for all tags of the thumbnail."""
    if tag.startswith(("Thumbnail", "JPEGThumbnail")):
        return "Thumbnail"
    return GROUP.sub("", tag, count=1)


def find_png_chunks(data: bytes) -> list[str]:
    """Name the metadata chunks of a PNG file, including those after the pixels."""
    if not data.startswith(PNG_SIGNATURE):
        return []
    kinds = {chunk.kind for chunk in islice(iter_png_chunks(data), MAX_PARTS)}
    return [name for kind, name in PNG_CHUNKS.items() if kind in kinds]
