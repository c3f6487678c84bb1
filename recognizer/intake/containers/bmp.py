"""The header of a BMP."""

import struct
from typing import NamedTuple

BMP_SIGNATURE = b"BM"
FILE_HEADER_BYTES = 14
V5_HEADER_BYTES = 124
PROFILE_KINDS = (b"DEBM", b"KNIL")  # embedded or linked, in little-endian order


class BmpLayout(NamedTuple):
    """Where the parts of a BMP are.

    Attributes:
        pixels: start of the pixels.
        pixels_end: their end.
        profile: start and end of the ICC profile; equal where there is none.
    """

    pixels: int
    pixels_end: int
    profile: tuple[int, int]


def read_layout(data: bytes) -> BmpLayout | None:
    """Return the layout of a BMP; None of one with a short header of OS/2."""
    head = data[FILE_HEADER_BYTES : FILE_HEADER_BYTES + V5_HEADER_BYTES]
    if len(head) < 40:
        return None
    (pixels,) = struct.unpack_from("<I", data, 10)
    size, width, height, _, bits, compression, length = struct.unpack_from(
        "<IiiHHII", head
    )
    if compression == 0 or not length:
        length = (abs(width) * bits + 31) // 32 * 4 * abs(height)
    profile = 0, 0
    if size >= V5_HEADER_BYTES == len(head) and head[56:60] in PROFILE_KINDS:
        start, count = struct.unpack_from("<II", head, 112)
        start += FILE_HEADER_BYTES
        profile = start, start + count
    return BmpLayout(pixels, pixels + length, profile)
