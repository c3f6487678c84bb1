"""Where anything may be hidden in a BMP."""

import struct

from tests.hostile.files.carriers import PAGE, bmp
from tests.support.drawing import encoded


def split(mode: str = "RGB") -> tuple[bytes, bytes]:
    """Return the header of a BMP with all that stands behind it, and its pixels."""
    data = encoded(PAGE.convert(mode), "BMP")
    (pixels,) = struct.unpack_from("<I", data, 10)
    return data[:pixels], data[pixels:]


def join(head: bytes, pixels: bytes) -> bytes:
    """Return a BMP whose pixels start behind a header."""
    return head[:10] + struct.pack("<I", len(head)) + head[14:] + pixels


def in_a_gap(mode: str):
    """Return how to hide between the header, with its colors, and the pixels."""

    def hide(content: bytes) -> bytes:
        head, pixels = split(mode)
        return join(head + content, pixels)

    return hide


def in_a_long_header(size: int):
    """Return how to hide behind a header of a later version."""

    def hide(content: bytes) -> bytes:
        head, pixels = split()
        longer = head[:14] + struct.pack("<I", size) + head[18:54]
        return join(longer.ljust(14 + size, b"\0") + content, pixels)

    return hide


def behind_an_old_header(content: bytes) -> bytes:
    """Hide behind the pixels of a BMP with the short header of OS/2."""
    head, pixels = describe_old()
    return head + pixels + content


def in_a_gap_of_an_old_one(content: bytes) -> bytes:
    head, pixels = describe_old()
    return join(head + content, pixels)


def describe_old() -> tuple[bytes, bytes]:
    """Return the short header of OS/2, and pixels."""
    pixels = (b"\xff" * 9 + bytes(3)) * 3
    head = struct.pack("<2sIHHIIHHHH", b"BM", 62, 0, 0, 26, 12, 3, 3, 1, 24)
    return head, pixels


def behind_run_lengths(content: bytes) -> bytes:
    """Hide behind the end of pixels in run-length encoding, inside their length."""
    pixels = b"".join(bytes([40, 7]) + b"\0\0" for _ in range(8)) + b"\0\1" + content
    palette = bytes(range(256)) * 4
    header = struct.pack("<IiiHHIIiiII", 40, 40, 8, 1, 8, 1, len(pixels), 0, 0, 256, 0)
    start = 14 + len(header) + len(palette)
    head = struct.pack("<2sIHHI", b"BM", start + len(pixels), 0, 0, start)
    return head + header + palette + pixels


PLACES = {
    "gap": in_a_gap("RGB"),
    "gap behind colors": in_a_gap("P"),
    "gap behind two colors": in_a_gap("1"),
    "gap behind a header of version 4": in_a_long_header(108),
    "gap behind a header of version 5": in_a_long_header(124),
    "gap behind a header of OS/2": in_a_long_header(64),
    "gap behind an old header": in_a_gap_of_an_old_one,
    "behind an old header": behind_an_old_header,
    "behind run lengths": behind_run_lengths,
    "profile": bmp,
    "behind a profile": lambda content: bmp(bytes(128)) + content,
}
NAMES = {
    "profile": "ICC profile",
    "behind an old header": "Embedded picture",
    "behind a profile": "Embedded picture",
}
REFUSED: set[str] = set()
DAMAGING: dict[str, tuple[str, ...]] = {}
