"""Where anything may be hidden in a HEIC or AVIF."""

import struct
import zlib
from collections.abc import Callable

from tests.hostile.files import boxes
from tests.hostile.files.carriers import PAGE, heif
from tests.support.drawing import encoded

RDF = b"application/rdf+xml\0"
FILM = boxes.box(b"ftyp", b"mp42") + boxes.box(b"moov", boxes.box(b"trak"))
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
PICTURE = {form: encoded(PAGE, form) for form in ("HEIF", "AVIF")}


def in_large_box(data: bytes, content: bytes) -> bytes:
    """Return a picture with a box whose length takes eight bytes."""
    return data + struct.pack(">I4sQ", 1, b"elms", 16 + len(content)) + content


def in_a_cut_box(data: bytes, content: bytes) -> bytes:
    """Return a picture with a box that claims to be longer than the file."""
    return data + struct.pack(">I4s", 99_999, b"elms") + content


def in_a_film(content: bytes) -> bytes:
    """Return a video with a description."""
    return FILM + boxes.box(b"moov", boxes.box(b"udta", content))


def in_a_track(content: bytes) -> bytes:
    """Return a video with a description of a track, and of its media."""
    media = boxes.box(b"mdia", boxes.box(b"minf", boxes.box(b"elms", content)))
    return boxes.box(b"ftyp", b"mp42") + boxes.box(b"moov", boxes.box(b"trak", media))


def hide_in(form: str) -> dict[str, Callable[[bytes], bytes]]:
    """Return the places of one of both formats."""
    data = PICTURE[form]
    kinds = (b"free", b"skip", b"mdat", b"udta", b"elms", b"moov", b"meta", b"jumb")
    in_boxes = {
        f"box {kind.decode()}": lambda content, kind=kind: (
            data + boxes.box(kind, content)
        )
        for kind in kinds
    }
    return in_boxes | {
        "box uuid": lambda content: data + boxes.box(b"uuid", bytes(16) + content),
        "box of XMP": lambda content: data + boxes.box(b"uuid", XMP_UUID + content),
        "large box": lambda content: in_large_box(data, content),
        "box that is cut": lambda content: in_a_cut_box(data, content),
        "video in a box": lambda content: data + boxes.box(b"mpvd", in_a_film(content)),
        "video behind": lambda content: data + in_a_film(content),
        "track of a video behind": lambda content: data + in_a_track(content),
        "EXIF": lambda content: heif(form, b"Exif", bytes(4) + content),
        "EXIF behind a gap": lambda content: heif(
            form, b"Exif", b"\0\0\0\x08" + bytes(8) + content
        ),
        "XMP": lambda content: heif(form, b"mime", content, RDF),
        "item": lambda content: heif(form, b"mime", content, b"text/plain\0"),
        "link": lambda content: heif(form, b"uri ", content, b"urn:elm\0"),
        "unknown item": lambda content: heif(form, b"elms", content),
        "compressed item": lambda content: heif(
            form, b"mime", zlib.compress(content), RDF + b"deflate\0"
        ),
        "gzip item": lambda content: heif(
            form, b"mime", zlib.compress(content, wbits=31), RDF + b"gzip\0"
        ),
        "profile": lambda content: encoded(
            PAGE, form, icc_profile=bytes(128) + content
        ),
    }


PLACES = {form: hide_in(form) for form in PICTURE}
NAMES = {
    "box jumb": "Content credentials",
    "box of XMP": "XMP",
    "video in a box": "Video",
    "video behind": "Video",
    "track of a video behind": "Video",
    "EXIF": "GPSLatitude",
    "EXIF behind a gap": "GPSLatitude",
    "XMP": "XMP",
    "compressed item": "XMP",
    "gzip item": "XMP",
    "profile": "ICC profile",
    "box that is cut": "Trailing data",
}
REFUSED = {"HEIF": {"box meta", "box moov"}, "AVIF": set[str]()}
