"""Where anything may be hidden in a picture that decoders still read."""

import zlib
from collections.abc import Callable
from typing import NamedTuple

from tests.hostile.files import boxes
from tests.hostile.files.carriers import (
    PAGE,
    bmp,
    exif,
    extension,
    gif,
    heif,
    jpeg,
    png,
    segment,
    tiff,
    webp,
)
from tests.hostile.files.hidden import (
    chain,
    extended_xmp,
    hide_behind_coded_pixels,
    hide_behind_compressed_pixels,
    hide_behind_gif_pixels,
    hide_behind_tiff_pixels,
    hide_behind_webp_pixels,
    hide_between_scans,
    hide_in_a_gap_of_a_bmp,
    hide_in_a_gap_of_a_tiff,
    hide_in_a_spread_profile,
    hide_in_a_tiff_child,
    hide_in_an_old_bmp,
    hide_in_exif,
    hide_in_spread_exif,
    hide_in_swapped_xmp,
    hide_in_the_last_exif,
    hide_in_thumbnail,
)
from tests.hostile.files.tiffs import bytes_entry
from tests.support.drawing import encoded
from tests.support.hostile import png_chunk


class HidingPlace(NamedTuple):
    """A place in the files of a format.

    Attributes:
        form: the format.
        place: what it is.
        hide: returns a picture with some bytes there.
    """

    form: str
    place: str
    hide: Callable[[bytes], bytes]


def hide_in_boxes(form: str) -> dict[str, Callable[[bytes], bytes]]:
    data, rdf = encoded(PAGE, form), b"application/rdf+xml\0"
    film = boxes.box(b"ftyp", b"mp42") + boxes.box(b"moov", boxes.box(b"trak"))
    return {
        **{
            f"box {kind.decode()}": lambda content, kind=kind: (
                data + boxes.box(kind, content)
            )
            for kind in (b"free", b"skip", b"mdat", b"udta", b"elms", b"moov", b"meta")
        },
        "box uuid": lambda content: data + boxes.box(b"uuid", bytes(16) + content),
        "video in a box": lambda content: (
            data
            + boxes.box(b"mpvd", film + boxes.box(b"moov", boxes.box(b"udta", content)))
        ),
        "item": lambda content: heif(form, b"mime", content, b"text/plain\0"),
        "unknown item": lambda content: heif(form, b"elms", content),
        "compressed item": lambda content: heif(
            form, b"mime", zlib.compress(content), rdf + b"deflate\0"
        ),
        "gzip item": lambda content: heif(
            form, b"mime", zlib.compress(content, wbits=31), rdf + b"gzip\0"
        ),
        "profile": lambda content: encoded(
            PAGE, form, icc_profile=bytes(128) + content
        ),
    }


PLAIN = {
    "JPEG": jpeg(),
    "PNG": png(),
    "WEBP": webp(),
    "HEIF": encoded(PAGE, "HEIF"),
    "AVIF": encoded(PAGE, "AVIF"),
    "GIF": gif(),
    "BMP": encoded(PAGE, "BMP"),
    "TIFF": tiff(),
}
PLACES: dict[str, dict[str, Callable[[bytes], bytes]]] = {
    "JPEG": {
        "unknown segment": lambda content: jpeg(segment(0xE7, content)),
        "reserved segment": lambda content: jpeg(segment(0xF5, content)),
        "fill bytes": lambda content: jpeg(b"\xff" * 9 + segment(0xE1, content)),
        "comment": lambda content: jpeg(segment(0xFE, content)),
        "JFXX": lambda content: jpeg(segment(0xE0, b"JFXX\0\x10" + content)),
        "MPF": lambda content: jpeg(segment(0xE2, b"MPF\0" + content)),
        "credentials": lambda content: jpeg(segment(0xEB, b"JP\0\1" + content)),
        "block of Photoshop": lambda content: jpeg(
            segment(0xED, b"Photoshop 3.0\08BIM\4\x22\0\0\0\0\xff\xff" + content)
        ),
        "between scans": hide_between_scans,
        "behind coded pixels": hide_behind_coded_pixels,
        "picture behind": lambda content: jpeg(tail=jpeg(segment(0xEA, content))),
        "maker note": hide_in_exif(0x927C),
        "user comment": hide_in_exif(0x9286),
        "private tag": hide_in_exif(0xC123),
        "thumbnail": hide_in_thumbnail,
        "41st EXIF block": hide_in_the_last_exif,
        "spread profile": hide_in_a_spread_profile,
        "spread EXIF": hide_in_spread_exif,
        "extended XMP that is cut": lambda content: extended_xmp((40_000, content)),
        "extended XMP, swapped": hide_in_swapped_xmp,
    },
    "PNG": {
        "private chunk": lambda content: png(before=png_chunk(b"elMs", content)),
        "private chunk behind": lambda content: png(behind=png_chunk(b"elMs", content)),
        "known chunk": lambda content: png(behind=png_chunk(b"iDOT", content)),
        "text": lambda content: png(before=png_chunk(b"tEXt", b"Elm\0" + content)),
        "compressed text": lambda content: png(
            behind=png_chunk(b"zTXt", b"Elm\0\0" + zlib.compress(content))
        ),
        "compressed text in Unicode": lambda content: png(
            before=png_chunk(b"iTXt", b"Elm\0\1\0\0\0" + zlib.compress(content))
        ),
        "profile": lambda content: png(
            before=png_chunk(b"iCCP", b"Elm\0\0" + zlib.compress(bytes(128) + content))
        ),
        "behind compressed pixels": hide_behind_compressed_pixels,
        "20th EXIF chunk": lambda content: png(
            behind=png_chunk(b"eXIf", exif()) * 20 + png_chunk(b"eXIf", content)
        ),
    },
    "WEBP": {
        "unknown chunk": lambda content: webp((b"ELMS", content)),
        "second EXIF": lambda content: webp((b"EXIF", exif()), (b"EXIF", content)),
        "profile": lambda content: encoded(
            PAGE, "WEBP", icc_profile=bytes(128) + content
        ),
        "behind coded pixels": hide_behind_webp_pixels,
        "inside the end": lambda content: webp((b"ELMS", b""), tail=content),
    },
    "HEIF": hide_in_boxes("HEIF"),
    "AVIF": hide_in_boxes("AVIF"),
    "GIF": {
        "comment": lambda content: gif(extension(0xFE, *chain(content))),
        "text": lambda content: gif(extension(0x01, bytes(12), *chain(content))),
        "application": lambda content: gif(
            extension(0xFF, b"ELMSTREET10", *chain(content))
        ),
        "animation": lambda content: gif(
            extension(0xFF, b"NETSCAPE2.0", *chain(content))
        ),
        "unknown extension": lambda content: gif(extension(0x77, *chain(content))),
        "behind coded pixels": hide_behind_gif_pixels,
    },
    "BMP": {
        "gap": hide_in_a_gap_of_a_bmp,
        "profile": bmp,
        "behind an old header": hide_in_an_old_bmp,
    },
    "TIFF": {
        "private tag": lambda content: tiff(bytes_entry(0xC123, content)),
        "private tag of a second page": lambda content: tiff(
            bytes_entry(0xC123, content), pages=2
        ),
        "private tag of a child": hide_in_a_tiff_child,
        "profile": lambda content: tiff(bytes_entry(0x8773, bytes(128) + content)),
        "maker note": lambda content: tiff(sub=[bytes_entry(0x927C, content)]),
        "gap": hide_in_a_gap_of_a_tiff,
        "between pages": hide_behind_tiff_pixels,
    },
}
TAILS = {
    "behind": b"",
    "behind padding": bytes(4096),
    "behind other bytes": b"ELM-STREET\0\1",
    "behind a picture": jpeg(),
    "behind a video": boxes.video().replace(b"\xa9xyz", b"\xa9day"),
}


# Decoders refuse these, whatever is in them.
REFUSED = {
    ("JPEG", "reserved segment"),
    ("HEIF", "box meta"),
    ("HEIF", "box moov"),
}
# What is compressed can't be read any more where bytes are put between its own.
DAMAGING = {
    ("JPEG", "behind coded pixels"): ("PNG with a profile as text",),
    ("GIF", "behind coded pixels"): ("PNG with a profile as text",),
}
# Under which name a hiding place is reported; all others are data of applications.
NAMES = {
    "comment": "Comment",
    "JFXX": "Thumbnail",
    "MPF": "Embedded picture",
    "credentials": "Content credentials",
    "block of Photoshop": "IPTC",
    "picture behind": "Embedded picture",
    "maker note": "MakerNote",
    "user comment": "UserComment",
    "private tag": "Tag 0xC123",
    "private tag of a second page": "Tag 0xC123",
    "thumbnail": "Thumbnail",
    "41st EXIF block": "EXIF",
    "20th EXIF chunk": "EXIF",
    "second EXIF": "GPSLatitude",
    "spread EXIF": "MakerNote",
    "spread profile": "ICC profile",
    "profile": "ICC profile",
    "extended XMP that is cut": "XMP",
    "extended XMP, swapped": "XMP",
    "compressed item": "XMP",
    "gzip item": "XMP",
    "text": "Text",
    "compressed text": "Text",
    "compressed text in Unicode": "Text",
    "video in a box": "Video",
    "behind an old header": "Embedded picture",
}


def list_hiding_places() -> list[HidingPlace]:
    """Return every hiding place of every format."""
    found = [
        HidingPlace(form, place, hide)
        for form, places in PLACES.items()
        for place, hide in places.items()
    ]
    found += [
        HidingPlace(form, place, lambda content, head=data + gap: head + content)
        for form, data in PLAIN.items()
        for place, gap in TAILS.items()
    ]
    return found
