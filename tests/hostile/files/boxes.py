"""Boxes of HEIC, AVIF and videos, written one by one, and put into real pictures."""

import struct

PLACE = b"+52.5200+013.4050/"


def box(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full_box(kind: bytes, body: bytes, version=0, flags=0) -> bytes:
    return box(kind, struct.pack(">I", version << 24 | flags) + body)


def video(marker: bytes = b"", place: bytes = PLACE) -> bytes:
    """Return a video that tells a place, as phones put it behind a photo."""
    spot = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place)
    return (
        box(b"ftyp", b"mp42\0\0\0\0isommp42")
        + box(b"moov", box(b"udta", spot))
        + box(b"mdat", marker + bytes(2000))
    )


def add_item(data: bytes, kind: bytes, content: bytes, mime: bytes = b"") -> bytes:
    """Return a HEIC or AVIF with one more item, which lies at its end.

    Everything that stands behind the `meta` box moves, so the old items get their
    positions anew.
    """
    meta = data.index(b"meta") - 4
    (length,) = struct.unpack_from(">I", data, meta)
    number = 900
    old = data[meta : meta + length]
    info = full_box(
        b"infe", struct.pack(">HH4s", number, 0, kind) + b"\0" + mime, version=2
    )
    grown = grow_infos(old, info)
    added = len(grown) - len(old)
    grown = grow_positions(grown, number, added, len(data) + 8, len(content))
    return data[:meta] + grown + data[meta + length :] + box(b"mdat", content)


def grow_infos(meta: bytes, info: bytes) -> bytes:
    """Return a `meta` box with one more description of an item."""
    at = meta.index(b"iinf") - 4
    length, version = struct.unpack_from(">I4xB", meta, at)
    assert version == 0
    (count,) = struct.unpack_from(">H", meta, at + 12)
    body = struct.pack(">H", count + 1) + meta[at + 14 : at + length] + info
    return replace(meta, at, length, full_box(b"iinf", body))


def grow_positions(
    meta: bytes, number: int, added: int, start: int, size: int
) -> bytes:
    """Return a `meta` box with one more position; the others have moved."""
    at = meta.index(b"iloc") - 4
    (length,) = struct.unpack_from(">I", meta, at)
    items = read_positions(meta[at : at + length])
    moved = added + len(write_positions([*items, (number, [(0, 0)])])) - length
    placed = [
        (item, [(old_start + moved, old_size) for old_start, old_size in extents])
        for item, extents in items
    ]
    placed.append((number, [(start + moved, size)]))
    return replace(meta, at, length, write_positions(placed))


def write_positions(items: list[tuple[int, list[tuple[int, int]]]]) -> bytes:
    """Return the box that says where items lie."""
    body = struct.pack(">HH", 0x4400, len(items))
    for item, extents in items:
        body += struct.pack(">HHH", item, 0, len(extents))
        body += b"".join(struct.pack(">II", *extent) for extent in extents)
    return full_box(b"iloc", body)


def read_positions(iloc: bytes) -> list[tuple[int, list[tuple[int, int]]]]:
    """Return the number of each item, and its extents, of a box of version 0."""
    version, sizes, count = struct.unpack_from(">8xB3xHH", iloc)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    assert (version, offset_size, length_size) == (0, 4, 4)
    position, items = 16, []
    for _ in range(count):
        (item,) = struct.unpack_from(">H", iloc, position)
        position += 4
        base = int.from_bytes(iloc[position : position + base_size], "big")
        position += base_size
        (extents,) = struct.unpack_from(">H", iloc, position)
        position += 2
        found = []
        for _ in range(extents):
            start, size = struct.unpack_from(">II", iloc, position)
            found.append((base + start, size))
            position += 8
        items.append((item, found))
    return items


def replace(meta: bytes, at: int, length: int, new: bytes) -> bytes:
    """Return a box with another box inside it, and the length of both."""
    changed = meta[:at] + new + meta[at + length :]
    return struct.pack(">I", len(changed)) + changed[4:]
