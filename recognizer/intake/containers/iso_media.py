"""The boxes of HEIC, AVIF and videos (ISO base media file format)."""

from collections.abc import Iterator
from typing import NamedTuple

HEADER_BYTES = 8
MAX_BOXES = 10_000


class Box(NamedTuple):
    """A box: its type, and where its body starts and ends."""

    kind: bytes
    body: int
    end: int


def is_iso_media(data: bytes) -> bool:
    """Return whether a file starts with the box that says what it is."""
    return data[4:8] == b"ftyp"


def iter_boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes of a file or of a box; one that is cut ends the walk."""
    for _ in range(MAX_BOXES):
        if start + HEADER_BYTES > end:
            return
        size = int.from_bytes(data[start : start + 4], "big")
        body = start + HEADER_BYTES
        if size == 1:
            size = int.from_bytes(data[body : body + 8], "big")
            body += 8
        box_end = end if size == 0 else start + size
        kind = data[start + 4 : start + HEADER_BYTES]
        if not body <= box_end <= end or not is_kind(kind):
            return
        yield Box(kind, body, box_end)
        start = box_end


def is_kind(kind: bytes) -> bool:
    """Return whether four bytes may be a type: letters, or Apple's sign and letters."""
    return kind.removeprefix(b"\xa9").isascii() and kind.strip(b"\0") != b""


def find_second_file(data: bytes) -> int | None:
    """Return where a second file starts; some phones put a video behind a HEIC."""
    for number, box in enumerate(iter_boxes(data, 0, len(data))):
        if number and box.kind == b"ftyp":
            return box.body - HEADER_BYTES
    return None


def find_boxes_end(data: bytes, start: int) -> int:
    """Return where a chain of boxes ends; the end of the file where one is cut."""
    position = start
    for box in iter_boxes(data, start, len(data)):
        position = box.end
    is_cut = data[position + 4 : position + 8] in (b"mdat", b"moov")
    return len(data) if is_cut or position == start else position
