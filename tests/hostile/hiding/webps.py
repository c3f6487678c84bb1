"""Where anything may be hidden in a WebP."""

import struct

from PIL import Image

from tests.hostile.files.animations import frames_of
from tests.hostile.files.carriers import PAGE, exif, webp
from tests.support.drawing import encoded


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def behind_pixels(**options):
    """Return how to hide in the chunk of the pixels, behind their code."""

    def hide(content: bytes) -> bytes:
        data = encoded(PAGE, "WEBP", **options)
        (length,) = struct.unpack_from("<I", data, 16)
        return riff(chunk(data[12:16], data[20 : 20 + length] + content))

    return hide


def in_a_frame(content: bytes) -> bytes:
    """Hide in a chunk of the last frame of an animation."""
    data = frames_of("WEBP", Image.new("L", (64, 64)), Image.new("L", (64, 64), 99))
    at = data.rindex(b"ANMF")
    (length,) = struct.unpack_from("<I", data, at + 4)
    frame = data[at + 8 : at + 8 + length] + chunk(b"ELMS", content)
    return riff(data[12:at], chunk(b"ANMF", frame))


def in_a_cut_chunk(content: bytes) -> bytes:
    """Hide in a chunk that claims to be longer than the file."""
    data = webp() + b"ELMS" + struct.pack("<I", 99_999) + content
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


PLACES = {
    "unknown chunk": lambda content: webp((b"ELMS", content)),
    "junk": lambda content: webp((b"JUNK", content)),
    "list": lambda content: webp((b"LIST", b"INFOICMT" + content)),
    "chunk of odd length": lambda content: webp((b"ELM1", b"!"), (b"ELM2", content)),
    "chunk that is cut": in_a_cut_chunk,
    "second EXIF": lambda content: webp((b"EXIF", exif()), (b"EXIF", content)),
    "EXIF with a head": lambda content: webp((b"EXIF", b"Exif\0\0" + content)),
    "XMP": lambda content: webp((b"XMP ", content)),
    "transparency": lambda content: webp((b"ALPH", content)),
    "animation": lambda content: webp((b"ANIM", bytes(6) + content)),
    "profile": lambda content: encoded(PAGE, "WEBP", icc_profile=bytes(128) + content),
    "second profile": lambda content: webp((b"ICCP", content)),
    "behind coded pixels": behind_pixels(),
    "behind lossless pixels": behind_pixels(lossless=True),
    "frame": in_a_frame,
    "chunk behind the end": lambda content: webp(tail=chunk(b"ELMS", content)),
    "inside the end": lambda content: webp((b"ELMS", b""), tail=content),
}
NAMES = {
    "second EXIF": "GPSLatitude",
    "EXIF with a head": "GPSLatitude",
    "XMP": "XMP",
    "profile": "ICC profile",
    "second profile": "ICC profile",
    "chunk behind the end": "Trailing data",
    "inside the end": "Embedded picture",
}
REFUSED = {"chunk that is cut"}
DAMAGING: dict[str, tuple[str, ...]] = {}
