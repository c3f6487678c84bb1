"""A picture is turned as a browser turns it, and not as a decoder would.

Chromium 156 showed what is expected here; W3C says so of EXIF behind the pixels.
"""

import zlib

import pytest
from PIL import Image

from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.decoding import decode, get_full_size
from tests.support import hostile
from tests.support.drawing import encoded

LYING = Image.new("RGB", (96, 64), "white")
EXIF = Image.Exif()
EXIF[0x0112] = 6
BLOCK = EXIF.tobytes()
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/'
    b'02/22-rdf-syntax-ns#"><rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/"'
    b' tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)
XMP_TEXT = b"XML:com.adobe.xmp\0\0\0\0\0" + XMP
PROFILE = b"\nexif\n%8d\n%s\n" % (len(BLOCK), BLOCK.hex().encode())


def png(chunk, before):
    """Return a PNG with one more chunk in front of the pixels, or behind them."""
    data = encoded(LYING, "PNG")
    at = data.index(before) - 4
    return data[:at] + chunk + data[at:]


EXIF_CHUNK = hostile.png_chunk(b"eXIf", BLOCK.removeprefix(b"Exif\0\0"))
UNTURNED = {
    "XMP of a JPEG": encoded(LYING, "JPEG", xmp=XMP),
    "XMP of a WebP": encoded(LYING, "WEBP", xmp=XMP),
    "XMP of an AVIF": encoded(LYING, "AVIF", xmp=XMP),
    "XMP of a PNG": png(hostile.png_chunk(b"iTXt", XMP_TEXT), b"IDAT"),
    "EXIF behind a PNG": png(EXIF_CHUNK, b"IEND"),
    "EXIF as text of a PNG": png(
        hostile.png_chunk(
            b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(PROFILE)
        ),
        b"IDAT",
    ),
    "EXIF behind a JPEG": encoded(LYING, "JPEG") + b"\xff\xe1\0\x64" + BLOCK,
}


@pytest.mark.parametrize("name", UNTURNED)
def test_what_browsers_ignore_turns_no_picture(name):
    image = decode(UNTURNED[name])
    assert clean_pixels(image).size == get_full_size(image) == (96, 64)


def test_exif_in_front_of_the_pixels_of_a_png_turns_it():
    image = decode(png(EXIF_CHUNK, b"IDAT"))
    assert clean_pixels(image).size == get_full_size(image) == (64, 96)


def test_exif_counts_where_xmp_says_otherwise():
    exif = Image.Exif()
    exif[0x0112] = 1
    data = encoded(LYING, "JPEG", exif=exif.tobytes(), xmp=XMP)
    assert clean_pixels(decode(data)).size == (96, 64)
