"""The directories of a TIFF, classic or BigTIFF, and of an EXIF block."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

SUB_DIRECTORIES_TAG, EXIF_TAG, GPS_TAG = 0x014A, 0x8769, 0x8825
CHILD_TAGS = (SUB_DIRECTORIES_TAG, EXIF_TAG, GPS_TAG)
SUBFILE_TAG, OLD_SUBFILE_TAG = 0x00FE, 0x00FF
REDUCED_OR_MASK, OLD_REDUCED_SUBFILE = 0b101, 2
# Bytes of a value of each type.
TYPE_SIZES = {
    **{1: 1, 2: 1, 6: 1, 7: 1, 3: 2, 8: 2, 4: 4, 9: 4, 11: 4, 13: 4},
    **{5: 8, 10: 8, 12: 8, 16: 8, 17: 8, 18: 8},
}
UNSIGNED = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
MAX_ENTRIES = 100_000  # of all directories together
MAX_CHILDREN = 32  # of one tag


class Layout(NamedTuple):
    """How numbers are written: the byte order, and the sizes of BigTIFF or not.

    Attributes:
        order: "<" or ">".
        number: format of the number of entries.
        entry: format of an entry: tag, type, number of values, value or offset.
        offset: format of an offset.
        start: position of the offset of the first directory.
    """

    order: str
    number: str
    entry: str
    offset: str
    start: int


LAYOUTS = {
    b"II*\0": Layout("<", "<H", "<HHI4s", "<I", 4),
    b"MM\0*": Layout(">", ">H", ">HHI4s", ">I", 4),
    b"II+\0": Layout("<", "<Q", "<HHQ8s", "<Q", 8),
    b"MM\0+": Layout(">", ">Q", ">HHQ8s", ">Q", 8),
}
SIGNATURES = tuple(LAYOUTS)
BIG_SIGNATURES = SIGNATURES[2:]


@dataclass(frozen=True)
class Directory:
    """One directory: of a page, a preview, or a block of tags.

    Attributes:
        data: the file.
        layout: how numbers are written in it.
        tags: type, number of values, and value or offset of each tag.
        start: position of the directory.
        end: position behind its entries; where the next directory is stands there.
        entries: number of entries; a tag may have several.
        parent_tag: the tag that led to it; 0 of a page.
    """

    data: bytes | memoryview
    layout: Layout
    tags: dict[int, tuple[int, int, bytes]]
    start: int
    end: int
    entries: int
    parent_tag: int = 0

    @property
    def is_auxiliary(self) -> bool:
        """Return whether it is a smaller copy of a page, or the mask of one."""
        flags = self.get_number(SUBFILE_TAG) or 0
        is_reduced = self.get_number(OLD_SUBFILE_TAG) == OLD_REDUCED_SUBFILE
        return bool(flags & REDUCED_OR_MASK) or is_reduced

    def get_number(self, tag: int) -> int | None:
        """Return the first value of a tag; None where it has none."""
        return next(iter(self.get_numbers(tag, 1)), None)

    def get_numbers(self, tag: int, limit: int) -> tuple[int, ...]:
        """Return the first values of a tag of whole numbers, up to a limit."""
        kind, _, _ = self.tags.get(tag, (0, 0, b""))
        if kind not in UNSIGNED:
            return ()
        size = TYPE_SIZES[kind]
        values = self.get_bytes(tag, limit * size)
        count = min(len(values) // size, limit)
        form = f"{self.layout.order}{count}{UNSIGNED[kind]}"
        return struct.unpack(form, values[: count * size])

    def get_bytes(self, tag: int, limit: int) -> bytes:
        """Return the first bytes of the values of a tag, up to a limit."""
        kind, count, value = self.tags.get(tag, (0, 0, b""))
        length = TYPE_SIZES.get(kind, 0) * count
        if length <= len(value):
            return value[:length]
        (start,) = struct.unpack(self.layout.offset, value)
        return bytes(self.data[start : start + min(length, limit)])

    def find_range(self, tag: int) -> tuple[int, int]:
        """Return start and end of the values of a tag that stand elsewhere; else 0."""
        kind, count, value = self.tags[tag]
        length = TYPE_SIZES.get(kind, 0) * count
        if length <= len(value):
            return 0, 0
        (start,) = struct.unpack(self.layout.offset, value)
        return start, start + length


def iter_directories(
    data: bytes | memoryview,
    limit: int,
    with_children: bool = False,
    max_entries: int = MAX_ENTRIES,
) -> Iterator[Directory]:
    """Yield the directories of a TIFF: those of its pages, or really all.

    Args:
        data: a TIFF file, or an EXIF block; anything else has no directories.
        limit: number of directories to visit.
        with_children: yield those of EXIF, of a place and of hidden pictures too.
        max_entries: of all directories; the walk ends behind the one that exceeds it.
    """
    layout = LAYOUTS.get(bytes(data[:4]))
    if layout is None:
        return
    waiting, entries = [(0, read_offset(data, layout, layout.start))], 0
    seen: set[int] = set()
    while waiting and len(seen) < limit and entries <= max_entries:
        parent_tag, position = waiting.pop()
        if position in seen or not 0 < position < len(data):
            continue
        seen.add(position)
        directory = read_directory(data, layout, position, parent_tag)
        entries += directory.entries
        waiting.append((0, read_offset(data, layout, directory.end)))
        if with_children:
            for tag in CHILD_TAGS:
                children = directory.get_numbers(tag, MAX_CHILDREN)
                waiting += [(tag, child) for child in children]
        yield directory


def read_directory(
    data: bytes | memoryview, layout: Layout, position: int, parent_tag: int
) -> Directory:
    """Return the directory at a position; of one that is cut, what is there."""
    body = position + struct.calcsize(layout.number)
    head = bytes(data[position:body]).ljust(struct.calcsize(layout.number), b"\0")
    (count,) = struct.unpack(layout.number, head)
    size = struct.calcsize(layout.entry)
    count = min(count, (len(data) - body) // size, MAX_ENTRIES)
    table = data[body : body + count * size]
    tags = {
        tag: (kind, number, value)
        for tag, kind, number, value in struct.iter_unpack(layout.entry, table)
    }
    end = body + count * size
    return Directory(
        *(data, layout, tags, position, end), max(0, count), parent_tag=parent_tag
    )


def read_offset(data: bytes | memoryview, layout: Layout, position: int) -> int:
    """Return the offset that stands at a position; 0 behind the end of the file."""
    size = struct.calcsize(layout.offset)
    part = data[position : position + size]
    return struct.unpack(layout.offset, part)[0] if len(part) == size else 0
