"""What a photo gave away: the names of what was in it, never the values."""

import io
import logging
import re
from dataclasses import dataclass
from itertools import islice

import exifread
from PIL import Image

from recognizer.intake.containers import MAX_PARTS, PNG_HEAD, png_chunks
from recognizer.intake.decoding import FORMATS

# Blocks beside EXIF, as Pillow calls them and as a visitor may know them.
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
PLACES = ("GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude")
# How a TIFF file is built says nothing about who made it, nor do pointers.
STRUCTURE = {
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
TIFF_HEADS = (b"II*\0", b"MM\0*")
# How exifread calls the part of a file that a tag stands in.
GROUP = re.compile(r"(IFD \d+|\S+) ")
# A real photo takes some thousand reads; its maker's own note up to 65,000 more.
MAX_READS = 80_000
MAX_READ_BYTES = 16 * 1024 * 1024

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ExifReport:
    """What is removed from a photo.

    Attributes:
        tags: names of EXIF tags and of other blocks, each once.
        has_location: whether a place was told.
    """

    tags: tuple[str, ...] = ()
    has_location: bool = False


def report(data: bytes) -> ExifReport:
    """Name what a file holds beside its pixels; a malformed file names what it can."""
    info = read_info(data)
    names = read_tags(data, info.get("exif"))
    has_location = any(name in PLACES for name in names)
    names += [name for key, name in BLOCKS.items() if info.get(key)]
    names += find_png_chunks(data)
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode() if isinstance(xmp, str) else xmp
    return ExifReport(
        tags=tuple(dict.fromkeys(names))[:MAX_TAGS],
        has_location=has_location or b"GPSLatitude" in xmp,
    )


def read_info(data: bytes) -> dict:
    """Return what Pillow reads before the pixels; nothing where the header is bad."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            return dict(image.info)
    except Exception as error:
        logger.info("Pillow raised %s over a header", type(error).__name__)
        return {}


class ReadTooOften(Exception):
    """A block is built so that reading its tags would stall a thread."""


class ScantBytes(io.BytesIO):
    """Bytes that may be read only so often: tags may repeat, overlap and loop."""

    reads_left = MAX_READS
    bytes_left = MAX_READ_BYTES

    def read(self, size=-1):
        """Read, or raise ReadTooOften."""
        part = super().read(size)
        self.reads_left -= 1
        self.bytes_left -= len(part)
        if self.reads_left < 0 or self.bytes_left < 0:
            raise ReadTooOften
        return part


def read_tags(data: bytes, exif: bytes | None) -> list[str]:
    """Return the names of EXIF tags; a TIFF file is one EXIF block itself."""
    if not exif and not data.startswith(TIFF_HEADS):
        return []
    block = exif.removeprefix(b"Exif\0\0") if exif else data
    try:
        tags = exifread.process_file(
            ScantBytes(block), details=False, extract_thumbnail=False
        )
    except ReadTooOften:
        return ["EXIF"]
    except Exception as error:
        logger.info("ExifRead raised %s", type(error).__name__)
        return []
    return [name for name in map(to_name, tags) if name not in STRUCTURE]


def to_name(tag: str) -> str:
    """Return "Make" for "Image Make"; all of the small preview is one thing."""
    if tag.startswith(("Thumbnail", "JPEGThumbnail")):
        return "Thumbnail"
    return GROUP.sub("", tag, count=1)


def find_png_chunks(data: bytes) -> list[str]:
    """Name the telling chunks of a PNG file, also those after the pixels."""
    if not data.startswith(PNG_HEAD):
        return []
    kinds = {chunk.kind for chunk in islice(png_chunks(data), MAX_PARTS)}
    return [name for kind, name in PNG_CHUNKS.items() if kind in kinds]
