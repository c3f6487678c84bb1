"""Pictures with a marker in each place that is not pixels, for every format."""

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image

from tests.hostile.files import boxes
from tests.hostile.files.carriers import (
    PAGE,
    bmp,
    exif,
    extension,
    gif,
    heif,
    iptc,
    jpeg,
    png,
    segment,
    tiff,
    webp,
)
from tests.hostile.files.locations import EXIF, MARKER
from tests.hostile.files.tiffs import ascii_entry, bytes_entry
from tests.hostile.hiding_places import list_inner_places
from tests.support.drawing import encoded
from tests.support.hostile import png_chunk

# What has to be found nowhere: the marker in any coding, and parts of a video.
TRACES = (MARKER, MARKER.hex().encode(), boxes.PLACE, b"ftypmp42", b"QuietFileName")
FILE_NAME = "QuietFileName"
PLACE_XMP = b'<x:xmpmeta exif:GPSLatitude="52,31N" note="%s"/>' % MARKER
XMP = b'<x:xmpmeta note="%s"/>' % MARKER
PROFILE = b"\0" * 128 + MARKER


class Planted(NamedTuple):
    """A picture with a marker.

    Attributes:
        form: format of the picture.
        place: where the marker is.
        data: the file.
        name: under which the report has to name it.
        tells_place: whether the report has to tell a place.
        is_hidden: whether no program would put it there.
    """

    form: str
    place: str
    data: bytes
    name: str
    tells_place: bool = False
    is_hidden: bool = False


DESCRIPTION = ascii_entry(0x010E, MARKER)
# EXIF blocks, each with the name of what is in it.
EXIF_BLOCKS = {
    "description": (exif(DESCRIPTION), "ImageDescription", False),
    "place": (exif(DESCRIPTION, place=True), "GPSLatitude", True),
    "maker note": (exif(sub=[bytes_entry(0x927C, MARKER)]), "MakerNote", False),
    "user comment": (exif(sub=[bytes_entry(0x9286, MARKER)]), "UserComment", False),
    "thumbnail": (
        exif(DESCRIPTION, thumbnail=encoded(PAGE, "JPEG", comment=MARKER)),
        "Thumbnail",
        False,
    ),
}


# What programs put behind any picture, and how that is named.
TAILS = {
    "bytes behind": (MARKER, "Trailing data", False),
    "archive behind": (b"PK\3\4" + MARKER, "Trailing data", False),
    "padding and bytes behind": (bytes(99) + MARKER, "Trailing data", False),
    "video behind": (boxes.video(MARKER), "Video", True),
    "picture behind": (
        encoded(PAGE, "JPEG", comment=MARKER),
        "Embedded picture",
        False,
    ),
}


def iter_jpegs() -> Iterator[Planted]:
    segments = {
        "comment": (0xFE, MARKER, "Comment", False),
        "XMP": (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP, "XMP", False),
        "place in XMP": (
            0xE1,
            b"http://ns.adobe.com/xap/1.0/\0" + PLACE_XMP,
            "XMP",
            True,
        ),
        "extended XMP": (
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0" + XMP,
            "XMP",
            False,
        ),
        "IPTC": (0xED, b"Photoshop 3.0\0" + iptc((120, MARKER)), "IPTC", False),
        "city in IPTC": (0xED, b"Photoshop 3.0\0" + iptc((90, MARKER)), "IPTC", True),
        "profile": (0xE2, b"ICC_PROFILE\0\1\1" + PROFILE, "ICC profile", False),
        "MPF": (0xE2, b"MPF\0" + MARKER, "Embedded picture", False),
        "gain map": (
            0xE2,
            b"urn:iso:std:iso:ts:21496:-1\0" + MARKER,
            "Embedded picture",
            False,
        ),
        "JFXX": (0xE0, b"JFXX\0\x10" + MARKER, "Thumbnail", False),
        "credentials": (0xEB, b"JP\0\1" + MARKER, "Content credentials", False),
        "unknown segment": (0xE7, MARKER, "Application data", False),
    }
    for place, (kind, body, name, tells_place) in segments.items():
        yield Planted("JPEG", place, jpeg(segment(kind, body)), name, tells_place)
    between = encoded(PAGE, "JPEG", progressive=True)
    at = between.rindex(b"\xff\xda")
    between = between[:at] + segment(0xFE, MARKER) + between[at:]
    yield Planted("JPEG", "comment between scans", between, "Comment")
    second = jpeg(segment(0xE1, b"Exif\0\0" + EXIF_BLOCKS["place"][0]))
    yield Planted(
        "JPEG", "place of a picture behind", jpeg(tail=second), "GPSLatitude", True
    )


def iter_pngs() -> Iterator[Planted]:
    block = b"Exif\0\0" + EXIF_BLOCKS["place"][0]
    profile = b"\nexif\n%8d\n%s\n" % (len(block), block.hex().encode())
    chunks = {
        "text": (b"tEXt", b"Author\0" + MARKER, "Text", False),
        "place as text": (b"tEXt", b"exif:GPSLatitude\0" + MARKER, "Text", True),
        "compressed text": (
            b"zTXt",
            b"Author\0\0" + zlib.compress(MARKER),
            "Text",
            False,
        ),
        "text in Unicode": (b"iTXt", b"Author\0\0\0\0\0" + MARKER, "Text", False),
        "XMP": (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP, "XMP", False),
        "compressed XMP": (
            b"iTXt",
            b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(PLACE_XMP),
            "XMP",
            True,
        ),
        "profile of EXIF": (
            b"zTXt",
            b"Raw profile type exif\0\0" + zlib.compress(profile),
            "GPSLatitude",
            True,
        ),
        "profile": (b"iCCP", b"p\0\0" + zlib.compress(PROFILE), "ICC profile", False),
        "private chunk": (b"elMs", MARKER, "Application data", False),
        "credentials": (b"caBX", MARKER, "Content credentials", False),
        "time": (b"tIME", b"\x07\xea\x0b\x15\x0a\0\0", "Time", False),
    }
    for place, (kind, body, name, tells_place) in chunks.items():
        chunk = png_chunk(kind, body)
        yield Planted("PNG", place, png(before=chunk), name, tells_place)
        yield Planted("PNG", f"{place} behind", png(behind=chunk), name, tells_place)


def iter_with_exif() -> Iterator[Planted]:
    wrap = {
        "JPEG": lambda block: jpeg(segment(0xE1, b"Exif\0\0" + block)),
        "PNG": lambda block: png(before=png_chunk(b"eXIf", block)),
        "PNG behind": lambda block: png(behind=png_chunk(b"eXIf", block)),
        "WEBP": lambda block: webp((b"EXIF", block)),
        "HEIF": lambda block: heif("HEIF", b"Exif", bytes(4) + block),
        "AVIF": lambda block: heif("AVIF", b"Exif", bytes(4) + block),
    }
    for form, build in wrap.items():
        for place, (block, name, tells_place) in EXIF_BLOCKS.items():
            yield Planted(form, f"EXIF: {place}", build(block), name, tells_place)


def iter_webps() -> Iterator[Planted]:
    yield Planted("WEBP", "XMP", webp((b"XMP ", PLACE_XMP)), "XMP", True)
    yield Planted("WEBP", "unknown chunk", webp((b"ELMS", MARKER)), "Application data")
    data = encoded(PAGE, "WEBP", icc_profile=PROFILE)
    yield Planted("WEBP", "profile", data, "ICC profile")


def iter_heifs() -> Iterator[Planted]:
    rdf = b"application/rdf+xml\0"
    for form in ("HEIF", "AVIF"):
        data = encoded(PAGE, form)
        place = heif(form, b"mime", PLACE_XMP, rdf)
        yield Planted(form, "XMP", heif(form, b"mime", XMP, rdf), "XMP")
        yield Planted(form, "place in XMP", place, "XMP", True)
        other = heif(form, b"mime", MARKER, b"text/plain\0")
        yield Planted(form, "item", other, "Application data")
        profile = encoded(PAGE, form, icc_profile=PROFILE)
        yield Planted(form, "profile", profile, "ICC profile")
        for kind in (b"uuid", b"free", b"elms"):
            box = boxes.box(kind, bytes(16) + MARKER)
            yield Planted(form, f"box {kind.decode()}", data + box, "Application data")
        motion = data + boxes.box(b"mpvd", boxes.video(MARKER))
        yield Planted(form, "video in a box", motion, "Video", True)
    small = encoded(PAGE, "HEIF", thumbnails=[64])
    yield Planted("HEIF", "thumbnail", small, "Thumbnail")
    several = encoded(
        PAGE, "HEIF", save_all=True, append_images=[Image.new("RGB", (64, 64))]
    )
    yield Planted("HEIF", "second picture", several, "Embedded picture")


def iter_gifs() -> Iterator[Planted]:
    extensions = {
        "comment": (extension(0xFE, MARKER), "Comment", False),
        "text": (extension(0x01, bytes(12), MARKER), "Text", False),
        "XMP": (extension(0xFF, b"XMP DataXMP", PLACE_XMP), "XMP", True),
        "profile": (extension(0xFF, b"ICCRGBG1012", PROFILE), "ICC profile", False),
        "application": (
            extension(0xFF, b"ELMSTREET10", MARKER),
            "Application data",
            False,
        ),
        "unknown extension": (extension(0x77, MARKER), "Application data", False),
    }
    for place, (part, name, tells_place) in extensions.items():
        yield Planted("GIF", place, gif(part), name, tells_place)


def iter_tiffs() -> Iterator[Planted]:
    tags = {
        "description": (ascii_entry(0x010E, MARKER), "ImageDescription", False),
        "private tag": (ascii_entry(0xC123, MARKER), "Tag 0xC123", False),
        "XMP": (bytes_entry(0x02BC, XMP), "XMP", False),
        "place in XMP": (bytes_entry(0x02BC, PLACE_XMP), "XMP", True),
        "IPTC": (bytes_entry(0x83BB, iptc((120, MARKER))), "IPTC", False),
        "city in IPTC": (bytes_entry(0x8649, iptc((90, MARKER))), "IPTC", True),
        "profile": (bytes_entry(0x8773, PROFILE), "ICC profile", False),
    }
    for place, (entry, name, tells_place) in tags.items():
        yield Planted("TIFF", place, tiff(entry), name, tells_place)
        second = tiff(entry, pages=2)
        yield Planted("TIFF", f"{place} of a second page", second, name, tells_place)
    note = tiff(sub=[bytes_entry(0x927C, MARKER)])
    yield Planted("TIFF", "maker note", note, "MakerNote")
    yield Planted("TIFF", "coordinates", tiff(place=True), "GPSLatitude", True)


def iter_tails() -> Iterator[Planted]:
    ends = {
        "JPEG": jpeg(),
        "PNG": png(),
        "WEBP": webp(),
        "HEIF": encoded(PAGE, "HEIF"),
        "AVIF": encoded(PAGE, "AVIF"),
        "GIF": gif(),
        "BMP": encoded(PAGE, "BMP"),
        "TIFF": tiff(),
    }
    for form, data in ends.items():
        for place, (tail, name, tells_place) in TAILS.items():
            yield Planted(form, place, data + tail, name, tells_place)


def iter_hidden() -> Iterator[Planted]:
    for each in list_inner_places():
        if not each.is_refused:
            place, data = f"hidden: {each.place}", each.hide(EXIF)
            yield Planted(each.form, place, data, each.name, True, is_hidden=True)


def iter_planted() -> Iterator[Planted]:
    """Yield every picture with a marker."""
    yield from iter_with_exif()
    yield from iter_jpegs()
    yield from iter_pngs()
    yield from iter_webps()
    yield from iter_heifs()
    yield from iter_gifs()
    yield from iter_tiffs()
    yield Planted("BMP", "profile", bmp(PROFILE), "ICC profile")
    yield from iter_tails()
    yield from iter_hidden()
