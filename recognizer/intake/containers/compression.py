"""Inflate what is compressed in a file, within a limit."""

import zlib

ZLIB, GZIP_OR_ZLIB = zlib.MAX_WBITS, 32 + zlib.MAX_WBITS
GZIP_SIGNATURE = b"\x1f\x8b\x08"
DEFLATE = 0x78  # with a window of 32 kB, as nearly all programs write it
CHECK = 31  # divides the first two bytes


def inflate(content: bytes, limit: int, bits: int = ZLIB) -> bytes:
    """Return compressed bytes as they were, up to a limit; b"" if they are damaged.

    Args:
        content: starts with what is compressed.
        limit: number of bytes to return at most.
        bits: which headers are understood, as zlib counts.
    """
    if limit <= 0:
        return b""
    try:
        return zlib.decompressobj(bits).decompress(content, limit)
    except zlib.error:
        return b""


def is_compressed(content: bytes) -> bool:
    """Return whether bytes start with the header of zlib or gzip."""
    start = int.from_bytes(content[:2], "big")
    return content.startswith(GZIP_SIGNATURE) or (
        start >> 8 == DEFLATE and start % CHECK == 0
    )
