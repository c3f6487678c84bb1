"""Coordinates in EXIF, wherever it stands, and in what is left of it."""

import re
from dataclasses import dataclass

from recognizer.intake.containers.tiff import (
    GPS_TAG,
    SIGNATURES,
    Directory,
    iter_directories,
)
from recognizer.intake.locations.area import Area

COORDINATE_TAGS = (2, 4, 20, 22)
# Of a coordinate: rational numbers, and what programs write in their place.
COORDINATE_KINDS = {2, 5, 7, 10, 11, 12}
# Of a map (GeoTIFF), with type and smallest number of values: a point of it, and what
# its coordinates mean.
MAP_TAGS = {0x8482: (12, 6), 0x87AF: (3, 4)}
MAX_MAP_VALUES = 10_000
MAX_COORDINATE_VALUES = 64
MAX_DIRECTORIES = 100  # of one block
MAX_ENTRIES = 200_000  # of all blocks of a file
ENTRY_BYTES = 12
# Entries as cameras write them: three rational numbers for degrees, minutes and
# seconds, in front of them a letter, in both byte orders. The first byte of the most
# significant ones is zero and left out: searches that start with a zero are slow.
LATITUDES = {"<": b"\x02\0\x05\0\x03\0\0\0", ">": b"\x02\0\x05\0\0\0\x03"}
LONGITUDES = {"<": b"\x04\0\x05\0\x03\0\0\0", ">": b"\x04\0\x05\0\0\0\x03"}
HEMISPHERES = {
    "<": re.compile(rb"\x01\0\x02\0\x02\0\0\0[NSns]\0"),
    ">": re.compile(rb"\x01\0\x02\0\0\0\x02[NSns]\0"),
}


@dataclass
class DirectoryBudget:
    """How many entries of directories are looked at in all blocks of a file."""

    left: int = MAX_ENTRIES


def has_coordinates(area: Area, budget: DirectoryBudget) -> bool:
    """Return whether coordinates of EXIF stand anywhere, with its header or without."""
    return has_coordinate_entries(area) or any(
        has_gps_directory(memoryview(area.data)[position:], budget)
        for signature in SIGNATURES
        for position in area.iter_positions(signature)
    )


def has_gps_directory(block: bytes | memoryview, budget: DirectoryBudget) -> bool:
    """Return whether an EXIF block, or what follows it, has coordinates.

    Args:
        block: starts with the header of a TIFF.
        budget: is spent.
    """
    for directory in iter_directories(
        block, MAX_DIRECTORIES, with_children=True, max_entries=budget.left
    ):
        budget.left -= directory.entries
        is_place = directory.parent_tag == GPS_TAG and has_coordinate(directory)
        if is_place or is_map(directory):
            return True
    return False


def has_coordinate(directory: Directory) -> bool:
    """Return whether a directory has an entry that may be a latitude or longitude."""
    entries = (directory.tags.get(tag, (0, 0, b"")) for tag in COORDINATE_TAGS)
    return any(
        kind in COORDINATE_KINDS and 0 < count <= MAX_COORDINATE_VALUES
        for kind, count, _ in entries
    )


def is_map(directory: Directory) -> bool:
    """Return whether a directory says which place on earth its picture shows."""
    entries = ((directory.tags.get(tag), need) for tag, need in MAP_TAGS.items())
    return all(
        entry is not None and entry[0] == kind and count <= entry[1] <= MAX_MAP_VALUES
        for entry, (kind, count) in entries
    )


def has_coordinate_entries(area: Area) -> bool:
    """Return whether the entries of a latitude stand anywhere, and what goes with it.

    They need no header, so EXIF that is cut or damaged is found, too.
    """
    return any(
        is_with_hemisphere(area.data, position, order)
        or is_with_longitude(area.data, position, order)
        for order, pattern in LATITUDES.items()
        for position in area.iter_positions(pattern)
    )


def is_with_hemisphere(data: bytes, position: int, order: str) -> bool:
    """Return whether the entry in front of a latitude tells north or south."""
    start = position - ENTRY_BYTES
    return start >= 0 and HEMISPHERES[order].match(data, start) is not None


def is_with_longitude(data: bytes, position: int, order: str) -> bool:
    """Return whether an entry behind a latitude, or the next one, is a longitude."""
    return any(
        data.startswith(LONGITUDES[order], position + count * ENTRY_BYTES)
        for count in (1, 2)
    )
