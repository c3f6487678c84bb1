"""Where anything may be hidden in a JPEG."""

import struct

from tests.hostile.files.carriers import PAGE, exif, jpeg, segment
from tests.hostile.files.tiffs import Tiff, bytes_entry, number_entry
from tests.support.drawing import encoded

SPREAD_BYTES = 60_000  # of one segment of what is spread over several
EXIF_HEAD = b"Exif\0\0"
INTEROPERABILITY, GPS = 0xA005, 0x8825


def exif_jpeg(*blocks: bytes) -> bytes:
    return jpeg(b"".join(segment(0xE1, EXIF_HEAD + block) for block in blocks))


def in_exif(tag: int):
    """Return how to hide in a tag of the EXIF directory."""
    return lambda content: exif_jpeg(exif(sub=[bytes_entry(tag, content)]))


def in_child(parent: int, tag: int):
    """Return how to hide in a tag of another directory."""

    def hide(content: bytes) -> bytes:
        made = Tiff()
        child = made.add_directory(bytes_entry(tag, content))
        made.add_page(number_entry(parent, child))
        return exif_jpeg(bytes(made.data))

    return hide


def in_third_directory(content: bytes) -> bytes:
    made = Tiff()
    made.add_page(number_entry(0x0112, 1))
    made.add_page(number_entry(0x0103, 6))
    made.add_page(bytes_entry(0xC123, content))
    return exif_jpeg(bytes(made.data))


def behind_coded_pixels(content: bytes) -> bytes:
    """Hide where decoders skip bytes: in front of the end, without any marker."""
    return jpeg()[:-2] + content.replace(b"\xff", b"\xff\0") + b"\xff\xd9"


def between_scans(kind: int):
    """Return how to hide in a segment between two scans."""

    def hide(content: bytes) -> bytes:
        data = encoded(PAGE, "JPEG", progressive=True)
        at = data.rindex(b"\xff\xda")
        return data[:at] + segment(kind, content) + data[at:]

    return hide


def spread(content: bytes, head: bytes, kind: int, is_swapped=False) -> bytes:
    """Return a JPEG with content in two halves, each numbered behind a head."""
    half = len(content) // 2
    parts = [
        segment(kind, head + b"\1\2" + content[:half]),
        segment(kind, head + b"\2\2" + content[half:]),
    ]
    return jpeg(b"".join(reversed(parts) if is_swapped else parts))


def in_spread_exif(content: bytes) -> bytes:
    block = exif(bytes_entry(0x927C, bytes(SPREAD_BYTES) + content))
    cut = SPREAD_BYTES + 60
    return exif_jpeg(block[:cut], block[cut:])


def in_spread_photoshop(content: bytes) -> bytes:
    """Hide in two segments that are one block of Photoshop."""
    head, half = b"Photoshop 3.0\0", len(content) // 2
    first = segment(0xED, head + b"8BIM\4\x22\0\0\0\0\xff\xff" + content[:half])
    return jpeg(first + segment(0xED, head + content[half:]))


def extended_xmp(*pieces: tuple[int, bytes], identity=b"E" * 32) -> bytes:
    """Return segments of extended XMP, each with its position."""
    head = b"http://ns.adobe.com/xmp/extension/\0" + identity
    return b"".join(
        segment(0xE1, head + struct.pack(">II", 500_000, position) + content)
        for position, content in pieces
    )


def in_swapped_xmp(content: bytes) -> bytes:
    half = len(content) // 2
    return jpeg(extended_xmp((half, content[half:]), (0, content[:half])))


def in_mixed_xmp(content: bytes) -> bytes:
    """Hide in one of two extensions whose segments take turns."""
    half = len(content) // 2
    other = extended_xmp((half, bytes(99)), identity=b"F" * 32)
    first = extended_xmp((0, content[:half]))
    return jpeg(first + other + extended_xmp((half, content[half:])))


def in_credentials(content: bytes) -> bytes:
    """Hide in content credentials that are spread over two segments."""
    head, half = b"JP\0\1", len(content) // 2
    boxes = struct.pack(">I4s", len(content) + 8, b"jumb")
    parts = [
        segment(0xEB, head + struct.pack(">I", number) + boxes + part)
        for number, part in enumerate((content[:half], content[half:]), 1)
    ]
    return jpeg(b"".join(parts))


PLACES = {
    "unknown segment": lambda content: jpeg(segment(0xE7, content)),
    "reserved segment": lambda content: jpeg(segment(0xF5, content)),
    "fill bytes": lambda content: jpeg(b"\xff" * 9 + segment(0xE1, content)),
    "comment": lambda content: jpeg(segment(0xFE, content)),
    "JFIF": lambda content: jpeg(
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\x10\x10" + content)
    ),
    "JFXX": lambda content: jpeg(segment(0xE0, b"JFXX\0\x10" + content)),
    "head of EXIF": lambda content: jpeg(segment(0xE1, b"EXIF\0\0" + content)),
    "segment of Kodak": lambda content: jpeg(segment(0xE3, b"Meta\0\0" + content)),
    "segment of Ducky": lambda content: jpeg(segment(0xEC, b"Ducky" + content)),
    "FlashPix": lambda content: jpeg(segment(0xE2, b"FPXR\0" + content)),
    "MPF": lambda content: jpeg(segment(0xE2, b"MPF\0" + content)),
    "credentials": lambda content: jpeg(segment(0xEB, b"JP\0\1" + content)),
    "spread credentials": in_credentials,
    "block of Photoshop": lambda content: jpeg(
        segment(0xED, b"Photoshop 3.0\08BIM\4\x22\0\0\0\0\xff\xff" + content)
    ),
    "spread block of Photoshop": in_spread_photoshop,
    "between scans": between_scans(0xEA),
    "EXIF between scans": lambda content: between_scans(0xE1)(EXIF_HEAD + content),
    "behind coded pixels": behind_coded_pixels,
    "picture behind": lambda content: jpeg(tail=jpeg(segment(0xEA, content))),
    "thumbnail of a picture behind": lambda content: jpeg(
        tail=exif_jpeg(exif(thumbnail=jpeg(segment(0xE1, content))))
    ),
    "maker note": in_exif(0x927C),
    "user comment": in_exif(0x9286),
    "title in Unicode": in_exif(0x9C9C),
    "private tag": in_exif(0xC123),
    "way of finding a place": in_child(GPS, 27),
    "interoperability": in_child(INTEROPERABILITY, 0x1000),
    "third directory": in_third_directory,
    "thumbnail": lambda content: exif_jpeg(
        exif(thumbnail=jpeg(segment(0xE1, content)))
    ),
    "41st EXIF block": lambda content: exif_jpeg(*[exif()] * 40, content),
    "profile": lambda content: jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + content)),
    "spread profile": lambda content: spread(content, b"ICC_PROFILE\0", 0xE2),
    "swapped profile": lambda content: spread(content, b"ICC_PROFILE\0", 0xE2, True),
    "spread EXIF": in_spread_exif,
    "extended XMP that is cut": lambda content: jpeg(extended_xmp((40_000, content))),
    "extended XMP, swapped": in_swapped_xmp,
    "extended XMP, mixed": in_mixed_xmp,
}
NAMES = {
    "comment": "Comment",
    "JFIF": "Thumbnail",
    "JFXX": "Thumbnail",
    "MPF": "Embedded picture",
    "credentials": "Content credentials",
    "spread credentials": "Content credentials",
    "block of Photoshop": "IPTC",
    "spread block of Photoshop": "IPTC",
    "picture behind": "Embedded picture",
    "thumbnail of a picture behind": "Thumbnail",
    "maker note": "MakerNote",
    "user comment": "UserComment",
    "title in Unicode": "XPComment",
    "private tag": "Tag 0xC123",
    "way of finding a place": "GPSProcessingMethod",
    "interoperability": "RelatedImageFileFormat",
    "third directory": "Tag 0xC123",
    "thumbnail": "Thumbnail",
    "EXIF between scans": "GPSLatitude",
    "41st EXIF block": "EXIF",
    "profile": "ICC profile",
    "spread profile": "ICC profile",
    "swapped profile": "ICC profile",
    "spread EXIF": "MakerNote",
    "extended XMP that is cut": "XMP",
    "extended XMP, swapped": "XMP",
    "extended XMP, mixed": "XMP",
}
REFUSED = {"reserved segment"}
# What is compressed can't be read any more where bytes are put between its own.
DAMAGING = {"behind coded pixels": ("PNG with a profile as text",)}
