"""The header of a BMP."""

import struct
from typing import NamedTuple

BMP_SIGNATURE = b"BM"
FILE_HEADER_BYTES = 14
V5_HEADER_BYTES = 124
OLD_HEADER_BYTES, INFO_HEADER_BYTES = 12, 40
# Bytes of the masks of the colors that stand behind a header of version 3.
MASK_BYTES = {3: 12, 6: 16}
MAX_PALETTE_BITS = 8
PROFILE_KINDS = (b"DEBM", b"KNIL")  # embedded or linked, in little-endian order


class BmpLayout(NamedTuple):
    """Where the parts of a BMP are.

    Attributes:
        header_end: end of the header, and of the masks and colors behind it.
        pixels: start of the pixels.
        pixels_end: their end.
        is_plain: whether the pixels are not coded, so that nothing else stands in them.
        profile: start and end of the ICC profile; equal where there is none.
    """

    header_end: int
    pixels: int
    pixels_end: int
    is_plain: bool
    profile: tuple[int, int]


def read_layout(data: bytes) -> BmpLayout | None:
    """Return the layout of a BMP; None of one whose header is cut."""
    head = data[FILE_HEADER_BYTES : FILE_HEADER_BYTES + V5_HEADER_BYTES]
    if len(head) < INFO_HEADER_BYTES:
        return None
    (pixels,) = struct.unpack_from("<I", data, 10)
    (size,) = struct.unpack_from("<I", head)
    colors = masks = length = compression = 0
    if size == OLD_HEADER_BYTES:
        width, height, _, bits = struct.unpack_from("<HHHH", head, 4)
    else:
        width, height, _, bits, compression, length = struct.unpack_from(
            "<iiHHII", head, 4
        )
        (colors,) = struct.unpack_from("<I", head, 32)
        masks = MASK_BYTES.get(compression, 0) if size == INFO_HEADER_BYTES else 0
    if not colors and bits <= MAX_PALETTE_BITS:
        colors = 1 << bits
    if compression == 0 or not length:
        length = (abs(width) * bits + 31) // 32 * 4 * abs(height)
    profile = 0, 0
    if size >= V5_HEADER_BYTES == len(head) and head[56:60] in PROFILE_KINDS:
        start, count = struct.unpack_from("<II", head, 112)
        start += FILE_HEADER_BYTES
        profile = start, start + count
    palette = colors * (3 if size == OLD_HEADER_BYTES else 4)
    header_end = min(FILE_HEADER_BYTES + size + masks + palette, pixels)
    return BmpLayout(header_end, pixels, pixels + length, compression == 0, profile)
