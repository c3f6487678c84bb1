"""Where anything may be hidden in a PNG."""

import struct
import zlib

from PIL import Image

from tests.hostile.files.animations import frames_of
from tests.hostile.files.carriers import exif, png
from tests.support.hostile import png_chunk


def in_chunk(kind: bytes, head: bytes = b"", is_behind=False, is_compressed=False):
    """Return how to hide in a chunk, behind how it starts."""

    def hide(content: bytes) -> bytes:
        body = zlib.compress(content) if is_compressed else content
        chunk = png_chunk(kind, head + body)
        return png(behind=chunk) if is_behind else png(before=chunk)

    return hide


def behind_compressed_pixels(content: bytes) -> bytes:
    """Hide in the last chunk of pixels, behind the end of their stream."""
    data = png()
    start = data.index(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", data, start)
    pixels = png_chunk(b"IDAT", data[start + 8 : start + 8 + length] + content)
    return data[:start] + pixels + data[start + 12 + length :]


def in_hex(kind: bytes):
    """Return how to hide in a text that ImageMagick writes for a block."""

    def hide(content: bytes) -> bytes:
        text = b"\n%s\n%8d\n%s\n" % (kind, len(content), content.hex().encode())
        chunk = png_chunk(b"tEXt", b"Raw profile type " + kind + b"\0" + text)
        return png(before=chunk)

    return hide


def with_wrong_checksum(content: bytes) -> bytes:
    return png(behind=png_chunk(b"elMs", content)[:-4] + b"Elm!")


def in_a_cut_chunk(content: bytes) -> bytes:
    """Hide in a chunk behind the pixels that claims to be longer than the file."""
    return png()[:-12] + struct.pack(">I4s", 99_999, b"elMs") + content


def in_an_animation(content: bytes) -> bytes:
    """Hide in front of the second frame."""
    data = frames_of("PNG", Image.new("L", (64, 64)), Image.new("L", (64, 64), 99))
    at = data.rindex(b"fcTL") - 4
    return data[:at] + png_chunk(b"elMs", content) + data[at:]


PLACES = {
    "private chunk": in_chunk(b"elMs"),
    "private chunk behind": in_chunk(b"elMs", is_behind=True),
    "compressed private chunk": in_chunk(b"elMs", is_compressed=True),
    "chunk with a wrong checksum": with_wrong_checksum,
    "chunk that is cut": in_a_cut_chunk,
    "known chunk": in_chunk(b"iDOT", is_behind=True),
    "suggested palette": in_chunk(b"sPLT", b"Elm\0\x08"),
    "credentials": in_chunk(b"caBX"),
    "text": in_chunk(b"tEXt", b"Elm\0"),
    "text in Unicode": in_chunk(b"iTXt", b"Elm\0\0\0de\0Ulme\0", is_behind=True),
    "keyword in another language": in_chunk(b"iTXt", b"Elm\0\0\0de\0"),
    "compressed text": in_chunk(b"zTXt", b"Elm\0\0", True, True),
    "compressed text in Unicode": in_chunk(
        b"iTXt", b"Elm\0\1\0\0\0", is_compressed=True
    ),
    "EXIF as digits": in_hex(b"exif"),
    "segment as digits": in_hex(b"APP1"),
    "XMP as digits": in_hex(b"xmp"),
    "IPTC as digits": in_hex(b"iptc"),
    "unknown block as digits": in_hex(b"elms"),
    "profile": in_chunk(b"iCCP", b"Elm\0\0", is_compressed=True),
    "behind compressed pixels": behind_compressed_pixels,
    "between frames": in_an_animation,
    "20th EXIF chunk": lambda content: png(
        behind=png_chunk(b"eXIf", exif()) * 20 + png_chunk(b"eXIf", content)
    ),
    "chunk behind the end": lambda content: png(tail=png_chunk(b"zzZz", content)),
    "second end": lambda content: png(tail=png()[-12:] + content),
}
NAMES = {
    **dict.fromkeys(("text", "text in Unicode", "keyword in another language"), "Text"),
    **dict.fromkeys(("compressed text", "compressed text in Unicode"), "Text"),
    "credentials": "Content credentials",
    "EXIF as digits": "GPSLatitude",
    "segment as digits": "GPSLatitude",
    "XMP as digits": "XMP",
    "IPTC as digits": "IPTC",
    "unknown block as digits": "Text",
    "profile": "ICC profile",
    "20th EXIF chunk": "EXIF",
    "chunk behind the end": "Trailing data",
    "second end": "Trailing data",
}
REFUSED = {"chunk that is cut"}
DAMAGING: dict[str, tuple[str, ...]] = {}
