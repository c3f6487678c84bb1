"""Damage good pictures: cut, flip, lie about lengths and sizes, join with others."""

import random
import struct
from collections.abc import Iterator

from recognizer.intake.containers import gif, riff, tiff
from recognizer.intake.containers.iso_media import iter_boxes
from recognizer.intake.containers.jpeg import iter_all_segments
from recognizer.intake.containers.parts import iter_png_chunks

FLIPS_PER_SEED = 14
MAX_BOUNDARIES = 12  # of one file; those of its start count most
# What a length field may claim; and a side, 16 and 32 bits.
LENGTHS = (0, 1, 0x7FFFFFFF, 0xFFFFFFFF)
SIDES = (0, 1, 7, 20_001, 65_535)
LARGE_SIDES = (0, 1, 20_001, 65_536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
JUNK = {
    "script": b"<script>alert(1)</script>",
    "page": b"<!DOCTYPE html><html><body onload=alert(1)>",
    "archive": b"PK\x05\x06" + bytes(18),
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF",
    "program": b"#!/bin/sh\nid\n",
}


def find_boundaries(data: bytes) -> list[int]:
    """Return where the parts of a file start and end."""
    if data.startswith(b"\xff\xd8"):
        parts = [part[1:] for part in iter_all_segments(data)]
    elif data.startswith(b"\x89PNG"):
        parts = [part[1:] for part in iter_png_chunks(data)]
    elif data.startswith(b"RIFF"):
        parts = [part[1:] for part in riff.iter_chunks(data)]
    elif data.startswith(b"GIF8"):
        parts = [(e.start, e.end) for e in gif.iter_elements(data) if len(e) == 3]
        parts.append((13, gif.find_body(data)))
    elif data[4:8] == b"ftyp":
        parts = [part[1:] for part in iter_boxes(data, 0, len(data))]
    elif data.startswith(tiff.SIGNATURES):
        parts = [(page.end - 12, page.end) for page in tiff.iter_directories(data, 9)]
    else:
        parts = [(14, 54)]
    return sorted({at for part in parts for at in part if 0 < at < len(data)})


def spread(values: list[int], count: int) -> list[int]:
    """Return the first half of so many values, and others from all over the rest."""
    head, rest = values[: count // 2], values[count // 2 :]
    step = max(1, len(rest) // (count - count // 2))
    return head + rest[::step][: count - count // 2]


def iter_truncations(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Cut a file at each boundary of its parts, and beside it."""
    boundaries = spread(find_boundaries(data), MAX_BOUNDARIES)
    ends = {at + offset for at in boundaries for offset in (-1, 0, 3)}
    ends |= {1, 4, 12, len(data) // 2, len(data) * 97 // 100, len(data) - 1}
    for end in sorted(end for end in ends if 0 < end < len(data)):
        yield f"cut at {end}", data[:end]


def iter_flips(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Flip bits, most of them where the headers are."""
    source = random.Random(name)
    for number in range(FLIPS_PER_SEED):
        damaged = bytearray(data)
        for _ in range(1 + number % 4):
            end = len(data) if number % 3 == 0 else min(len(data), 400)
            damaged[source.randrange(4, end)] ^= 1 << source.randrange(8)
        yield f"flip {number}", bytes(damaged)


def iter_lengths(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Let parts claim other lengths: four bytes at or in front of each boundary."""
    for at in spread(find_boundaries(data), 5):
        for length in LENGTHS:
            for start in (at - 8, at):
                if 0 < start < len(data) - 4:
                    claim = struct.pack(">I", length)
                    lie = data[:start] + claim + data[start + 4 :]
                    yield f"length {length} at {start}", lie


def iter_sizes(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Let a picture claim other sides."""
    for at, form, sides in find_sides(data):
        for width in sides:
            for height in (1, width):
                size = struct.pack(form, height, width)
                yield f"{width} x {height}", data[:at] + size + data[at + len(size) :]


def find_sides(data: bytes) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    """Yield where a file tells its sides, how, and what it may claim."""
    if data.startswith(b"\xff\xd8"):
        frames = (0xC0, 0xC1, 0xC2)
        for kind, body, _ in iter_all_segments(data):
            if kind[0] in frames:
                yield body + 1, ">HH", SIDES
    elif data.startswith(b"\x89PNG"):
        yield 16, ">II", LARGE_SIDES
    elif data.startswith(b"GIF8"):
        yield 6, "<HH", SIDES
        yield data.index(b",", 13) + 5, "<HH", SIDES
    elif data.startswith(b"BM"):
        yield 18, "<II", LARGE_SIDES
    elif data.startswith(b"RIFF") and b"VP8X" in data:
        yield data.index(b"VP8X") + 11, "<HH", SIDES
    elif b"ispe" in data:
        yield data.index(b"ispe") + 8, ">II", LARGE_SIDES


def iter_polyglots(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Join a picture with what another program would run or open."""
    for name, junk in JUNK.items():
        yield f"{name} behind", data + junk
        yield f"{name} in front", junk + data


def iter_mutations(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a seed and everything that is made of it."""
    yield "intact", data
    yield from iter_truncations(data)
    yield from iter_flips(name, data)
    yield from iter_lengths(data)
    yield from iter_sizes(data)
    yield from iter_polyglots(data)
