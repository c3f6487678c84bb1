"""TIFF files and EXIF blocks, written entry by entry."""

import struct
from typing import NamedTuple

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 13: 4}


class Entry(NamedTuple):
    """A tag with its values; a `Tiff` knows where those lie that are positions."""

    tag: int
    kind: int
    values: bytes
    count: int


def ascii_entry(tag: int, text: bytes) -> Entry:
    return Entry(tag, 2, text + b"\0", len(text) + 1)


def bytes_entry(tag: int, values: bytes) -> Entry:
    return Entry(tag, 7, values, len(values))


def number_entry(tag: int, *numbers: int) -> Entry:
    return Entry(tag, 4, struct.pack(f"<{len(numbers)}I", *numbers), len(numbers))


class Tiff:
    """A little-endian TIFF that grows behind its header."""

    def __init__(self) -> None:
        self.data = bytearray(b"II*\0\0\0\0\0")
        self._link = 4  # where the offset of the next page goes

    def add_bytes(self, values: bytes) -> int:
        """Append bytes at an even position; return it."""
        self.data += b"\0" * (len(self.data) % 2)
        position = len(self.data)
        self.data += values
        return position

    def add_directory(self, *entries: Entry) -> int:
        """Append a directory that no other leads to; return its position."""
        table = b""
        for tag, kind, values, count in sorted(entries):
            inline = len(values) <= 4
            value = values.ljust(4, b"\0") if inline else self._place(values)
            table += struct.pack("<HHI4s", tag, kind, count, value)
        return self.add_bytes(struct.pack("<H", len(entries)) + table + bytes(4))

    def add_page(self, *entries: Entry) -> int:
        """Append a directory as the next page; return its position."""
        position = self.add_directory(*entries)
        struct.pack_into("<I", self.data, self._link, position)
        self._link = position + 2 + 12 * len(entries)
        return position

    def link_to(self, position: int) -> None:
        """Let the last page lead on to a position."""
        struct.pack_into("<I", self.data, self._link, position)

    def add_gray_page(self, width: int, height: int, *entries: Entry, shade=200) -> int:
        """Append a page of one shade of gray."""
        return self.add_page(*self.describe_gray(width, height, shade), *entries)

    def describe_gray(self, width: int, height: int, shade=200) -> list[Entry]:
        """Append pixels of one shade; return the entries that describe them."""
        pixels = self.add_bytes(bytes([shade]) * (width * height))
        return [
            number_entry(0x0100, width),
            number_entry(0x0101, height),
            number_entry(0x0102, 8),
            number_entry(0x0103, 1),
            number_entry(0x0106, 1),
            number_entry(0x0111, pixels),
            number_entry(0x0115, 1),
            number_entry(0x0116, height),
            number_entry(0x0117, width * height),
        ]

    def _place(self, values: bytes) -> bytes:
        return struct.pack("<I", self.add_bytes(values))
