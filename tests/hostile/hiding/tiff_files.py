"""Where anything may be hidden in a TIFF."""

import struct

from tests.hostile.files.carriers import PAGE, tiff
from tests.hostile.files.tiffs import Tiff, bytes_entry, number_entry
from tests.support.drawing import encoded

START, LENGTH = STRIP = 0x0111, 0x0117
SUB_DIRECTORIES, PRIVATE = 0x014A, 0xC123


def in_tag(tag: int, **options):
    """Return how to hide in a tag of the last page."""
    return lambda content: tiff(bytes_entry(tag, content), **options)


def in_exif(tag: int):
    """Return how to hide in a tag of the EXIF directory."""
    return lambda content: tiff(sub=[bytes_entry(tag, content)])


def in_a_gap(content: bytes) -> bytes:
    made = Tiff()
    made.add_bytes(content)
    made.add_gray_page(64, 48)
    return bytes(made.data)


def in_a_child(content: bytes) -> bytes:
    made = Tiff()
    child = made.add_directory(bytes_entry(PRIVATE, content))
    made.add_gray_page(64, 48, number_entry(SUB_DIRECTORIES, child))
    return bytes(made.data)


def in_a_grandchild(content: bytes) -> bytes:
    made = Tiff()
    child = made.add_directory(bytes_entry(PRIVATE, content))
    child = made.add_directory(number_entry(SUB_DIRECTORIES, child))
    made.add_gray_page(64, 48, number_entry(SUB_DIRECTORIES, child))
    return bytes(made.data)


def between_pages(content: bytes) -> bytes:
    """Hide between the pixels of two pages."""
    made = Tiff()
    made.add_gray_page(64, 48)
    made.add_bytes(content)
    made.add_gray_page(64, 48)
    return bytes(made.data)


def behind_pixels(content: bytes) -> bytes:
    """Hide in the only strip, which is longer than its pixels."""
    made = Tiff()
    pixels = bytes([200]) * (64 * 48) + content
    strip = number_entry(START, made.add_bytes(pixels))
    length = number_entry(LENGTH, len(pixels))
    others = [each for each in made.describe_gray(64, 48) if each.tag not in STRIP]
    made.add_page(*others, strip, length)
    return bytes(made.data)


def of_unknown_type(content: bytes) -> bytes:
    return tiff(bytes_entry(PRIVATE, content)._replace(kind=99))


def in_a_big_one(content: bytes) -> bytes:
    """Hide in a private tag of a BigTIFF."""
    data = encoded(PAGE, "TIFF", big_tiff=True)
    (start,) = struct.unpack_from("<Q", data, 8)
    (count,) = struct.unpack_from("<Q", data, start)
    end = start + 8 + 20 * count
    entry = struct.pack("<HHQQ", PRIVATE, 7, len(content), len(data) + 4096)
    table = data[start + 8 : end] + entry
    moved = (len(data) + 1) // 2 * 2
    directory = struct.pack("<Q", count + 1) + table + bytes(8)
    grown = data[:8] + struct.pack("<Q", moved) + data[16:].ljust(moved - 16, b"\0")
    return (grown + directory).ljust(len(data) + 4096, b"\0") + content


PLACES = {
    "private tag": in_tag(PRIVATE),
    "private tag of a second page": in_tag(PRIVATE, pages=2),
    "private tag of a ninth page": in_tag(PRIVATE, pages=9),
    "private tag of a child": in_a_child,
    "private tag of a grandchild": in_a_grandchild,
    "private tag of a BigTIFF": in_a_big_one,
    "tag of an unknown type": of_unknown_type,
    "description": in_tag(0x010E),
    "XMP": in_tag(0x02BC),
    "IPTC": in_tag(0x83BB),
    "block of Photoshop": in_tag(0x8649),
    "layers of Photoshop": in_tag(0x935C),
    "profile": in_tag(0x8773),
    "maker note": in_exif(0x927C),
    "user comment": in_exif(0x9286),
    "gap": in_a_gap,
    "between pages": between_pages,
    "behind pixels": behind_pixels,
}
NAMES = {
    "private tag": "Tag 0xC123",
    "private tag of a second page": "Tag 0xC123",
    "private tag of a ninth page": "Tag 0xC123",
    "private tag of a BigTIFF": "Tag 0xC123",
    "description": "ImageDescription",
    "XMP": "XMP",
    "IPTC": "IPTC",
    "block of Photoshop": "IPTC",
    "layers of Photoshop": "Tag 0x935C",
    "profile": "ICC profile",
    "maker note": "MakerNote",
    "user comment": "UserComment",
}
REFUSED: set[str] = set()
DAMAGING: dict[str, tuple[str, ...]] = {}
