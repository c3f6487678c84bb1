"""Pictures that XMP holds as text, with metadata of their own."""

import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from recognizer.intake.locations.area import Area
from recognizer.intake.locations.xmp_properties import RDF

# How base64 of a JPEG or a TIFF of either byte order starts.
STARTS = (b"/9j/", b"SUkqA", b"TU0AK")
END = re.compile(rb"[\"'<]")
LINE_BREAKS = (b"&#xA;", b"&#xD;", b"&#xa;", b"&#xd;", b"&#10;", b"&#13;")
MAX_PICTURES = 8  # of each start
MAX_TEXT_BYTES = 256 * 1024  # of one: EXIF stands at its start


def iter_embedded_pictures(area: Area) -> Iterator[bytes]:
    """Yield the start of each picture that is written as base64 in XMP."""
    start = area.find_first(RDF)
    if start is None:
        return
    for pattern in STARTS:
        positions = area.behind(start).iter_positions(pattern)
        for position in islice(positions, MAX_PICTURES):
            yield decode_picture(area.data[position : position + MAX_TEXT_BYTES])


def decode_picture(text: bytes) -> bytes:
    """Return the bytes that base64 stands for, up to the next quote or tag."""
    end = END.search(text)
    encoded = text[: end.start()] if end else text
    for line_break in LINE_BREAKS:
        encoded = encoded.replace(line_break, b"")
    encoded = encoded.translate(None, b" \t\r\n")
    with suppress(binascii.Error):
        return binascii.a2b_base64(encoded[: len(encoded) // 4 * 4])
    return b""
