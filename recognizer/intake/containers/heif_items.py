"""The items of a HEIC or AVIF: pictures and metadata, and where they lie."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from recognizer.intake.containers.iso_media import Box, iter_boxes

META_HEADER_BYTES = 4
PICTURE_KINDS = (
    *(b"hvc1", b"hev1", b"av01", b"avc1", b"jpeg", b"j2k1", b"vvc1", b"unci"),
    *(b"grid", b"iden", b"iovl", b"tmap"),
)
MAX_ITEMS = 2000  # a photo of a phone has some fifty tiles
MAX_EXTENTS = 5000  # of all items together


class ItemInfo(NamedTuple):
    """An item: its type, type and coding of its content, and whether it is hidden."""

    kind: bytes
    mime: bytes
    coding: bytes
    is_hidden: bool

    @property
    def is_picture(self) -> bool:
        """Return whether an item is a picture."""
        return self.kind in PICTURE_KINDS


@dataclass
class Items:
    """The items of a file, by number.

    Attributes:
        primary: number of the picture to be shown.
        infos: of each item.
        extents: where an item lies: start and end of each part, in the file.
        references: kind, number of an item, and number of what it refers to.
        properties: boxes that say how pictures are shown.
    """

    primary: int = 0
    infos: dict[int, ItemInfo] = field(default_factory=dict)
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    references: list[tuple[bytes, int, int]] = field(default_factory=list)
    properties: list[Box] = field(default_factory=list)

    def get_content(self, data: bytes, number: int, limit: int) -> bytes:
        """Return the first bytes of an item, up to a limit: its parts may overlap."""
        content = b""
        for start, end in self.extents.get(number, []):
            content += data[start : min(end, start + limit - len(content))]
            if len(content) >= limit:
                break
        return content


class Reader:
    """Reads whole numbers of a box one after the other; zeros behind its end."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self._data = data
        self._end = end
        self.position = start

    def read(self, size: int) -> int:
        """Return the next number of so many bytes, most significant first."""
        part = self._data[self.position : min(self.position + size, self._end)]
        self.position += size
        return int.from_bytes(part.ljust(size, b"\0"), "big")

    def read_text(self) -> bytes:
        """Return the bytes up to the next zero."""
        end = self._data.find(b"\0", self.position, self._end)
        end = self._end if end < 0 else end
        text, self.position = self._data[self.position : end], end + 1
        return text

    @property
    def is_at_end(self) -> bool:
        """Return whether all was read."""
        return self.position >= self._end


def read_items(data: bytes, meta: Box) -> Items:
    """Return the items that a `meta` box describes."""
    items = Items()
    boxes = {
        box.kind: box
        for box in iter_boxes(data, meta.body + META_HEADER_BYTES, meta.end)
    }
    idat = boxes[b"idat"].body if b"idat" in boxes else 0
    for kind, box in boxes.items():
        reader = Reader(data, box.body + META_HEADER_BYTES, box.end)
        version = data[box.body] if box.body < box.end else 0
        if kind == b"pitm":
            items.primary = reader.read(2 if version == 0 else 4)
        elif kind == b"iinf":
            reader.read(2 if version == 0 else 4)
            infos = iter_infos(data, reader.position, box.end)
            items.infos = dict(islice(infos, MAX_ITEMS))
        elif kind == b"iloc":
            items.extents = dict(iter_extents(reader, version, idat))
        elif kind == b"iref":
            start = box.body + META_HEADER_BYTES
            references = iter_references(data, start, box.end, version)
            items.references = list(islice(references, MAX_ITEMS))
        elif kind == b"iprp":
            items.properties = list(islice(iter_properties(data, box), MAX_ITEMS))
    return items


def iter_infos(data: bytes, start: int, end: int) -> Iterator[tuple[int, ItemInfo]]:
    """Yield the number and description of each item."""
    for box in iter_boxes(data, start, end):
        version = data[box.body] if box.body < box.end else 0
        if box.kind != b"infe" or version < 2:
            continue
        reader = Reader(data, box.body + 1, box.end)
        is_hidden = bool(reader.read(3) & 1)
        number = reader.read(2 if version == 2 else 4)
        reader.read(2)  # protection
        kind = reader.read(4).to_bytes(4, "big")
        reader.read_text()  # name
        mime = reader.read_text() if kind == b"mime" else b""
        coding = reader.read_text() if mime else b""
        yield number, ItemInfo(kind, mime, coding, is_hidden)


def iter_extents(
    reader: Reader, version: int, idat: int
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield the number of each item, and where its parts lie."""
    sizes = reader.read(2)
    offset_size, length_size, base_size, index_size = (
        sizes >> shift & 15 for shift in (12, 8, 4, 0)
    )
    count, left = reader.read(2 if version < 2 else 4), MAX_EXTENTS
    for _ in range(min(count, MAX_ITEMS)):
        if reader.is_at_end or not left:
            return
        number = reader.read(2 if version < 2 else 4)
        method = reader.read(2) & 15 if version else 0
        reader.read(2)  # which file
        base = reader.read(base_size) + (idat if method == 1 else 0)
        extents = []
        for _ in range(min(reader.read(2), left)):
            left -= 1
            reader.read(index_size if version else 0)
            start = base + reader.read(offset_size)
            extents.append((start, start + reader.read(length_size)))
        yield number, extents


def iter_references(
    data: bytes, start: int, end: int, version: int
) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, source and target of each reference between items."""
    size = 4 if version else 2
    for box in iter_boxes(data, start, end):
        reader = Reader(data, box.body, box.end)
        source = reader.read(size)
        for _ in range(min(reader.read(2), MAX_ITEMS)):
            if reader.is_at_end:
                break
            yield box.kind, source, reader.read(size)


def iter_properties(data: bytes, properties: Box) -> Iterator[Box]:
    """Yield the properties of pictures."""
    for box in iter_boxes(data, properties.body, properties.end):
        if box.kind == b"ipco":
            yield from iter_boxes(data, box.body, box.end)
