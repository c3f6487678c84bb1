"""Find out whether a block tells a place."""

import re

from recognizer.intake.containers.tiff import GPS_TAG, iter_directories
from recognizer.intake.metadata.blocks import EXIF, IPTC, PAGES, VIDEO, Block

# Properties of XMP, and keys of texts that programs make of them.
WORDS = re.compile(
    rb"GPS(?:Dest)?(?:Latitude|Longitude)|photoshop:(?:City|State|Country)"
    rb"|Iptc4xmpCore:(?:Location|CountryCode)|Iptc4xmpExt:Location"
)
# Datasets of IPTC: content location, city, sublocation, province, country.
IPTC_PLACE = re.compile(rb"\x1c\x02[\x1a\x1b\x5a\x5c\x5f\x64\x65]")
# Where a video tells a place: 3GPP, QuickTime and Apple.
VIDEO_PLACE = re.compile(rb"\xa9xyz|loci|com\.apple\.quicktime\.location")
COORDINATE_TAGS = {2, 4, 20, 22}
MAX_DIRECTORIES = 100


def has_place(block: Block) -> bool:
    """Return whether a block tells a place."""
    content = block.content
    if block.name in (EXIF, PAGES):
        return has_coordinates(content) or bool(WORDS.search(content))
    if block.name == IPTC and IPTC_PLACE.search(content):
        return True
    if block.name == VIDEO and VIDEO_PLACE.search(content):
        return True
    # Without zeros, UTF-16 is ASCII.
    return bool(WORDS.search(content) or WORDS.search(content.replace(b"\0", b"")))


def has_coordinates(exif: bytes) -> bool:
    """Return whether any directory of an EXIF block or TIFF has coordinates."""
    directories = iter_directories(exif, MAX_DIRECTORIES, with_children=True)
    return any(
        directory.parent_tag == GPS_TAG
        and not COORDINATE_TAGS.isdisjoint(directory.tags)
        for directory in directories
    )
