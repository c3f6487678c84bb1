"""The chunks of a WebP."""

from collections.abc import Iterator

from recognizer.intake.containers.iso_media import Box

START = 12
MAX_CHUNKS = 10_000


def is_webp(data: bytes) -> bool:
    """Return whether a file has the signature of a WebP."""
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def find_riff_end(data: bytes) -> int:
    """Return where a WebP ends, as its header says."""
    return min(len(data), 8 + int.from_bytes(data[4:8], "little"))


def iter_chunks(data: bytes) -> Iterator[Box]:
    """Yield the chunks of a WebP: type, and where the body starts and ends."""
    return iter_chunks_in(data, START, find_riff_end(data))


def iter_chunks_in(data: bytes, position: int, end: int) -> Iterator[Box]:
    """Yield the same of a part of a file, from a position to an end."""
    for _ in range(MAX_CHUNKS):
        if position + 8 > end:
            return
        body = position + 8
        size = int.from_bytes(data[position + 4 : body], "little")
        yield Box(data[position : position + 4], body, min(body + size, end))
        position = body + size + size % 2
