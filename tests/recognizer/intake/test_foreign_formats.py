"""What people take for a picture is refused by a sentence that says what to send."""

import pytest

from recognizer.errors import UnsupportedFormat
from recognizer.intake.decoding import decode
from recognizer.intake.foreign_formats import check_supported
from tests.hostile.files.tiffs import Tiff, bytes_entry, number_entry
from tests.support import hostile
from tests.support.drawing import encoded, page_of

DNG_VERSION = bytes_entry(0xC612, b"\1\4\0\0")
REDUCED = number_entry(0x00FE, 1)
COLOR_FILTER_ARRAY = number_entry(0x0106, 32_803)
REST = bytes(64)


def dng():
    """Return what a DNG is to a decoder of TIFF: a small preview."""
    tiff = Tiff()
    tiff.add_gray_page(192, 140, REDUCED, DNG_VERSION)
    return bytes(tiff.data)


def raw_photo_beside_preview():
    """Return a RAW photo without a version: the data of the sensor are hidden."""
    tiff = Tiff()
    hidden = tiff.add_directory(number_entry(0x0100, 6000), COLOR_FILTER_ARRAY)
    tiff.add_gray_page(160, 120, REDUCED, number_entry(0x014A, hidden))
    return bytes(tiff.data)


RAW_PHOTOS = {
    "DNG": dng(),
    "NEF or ARW": raw_photo_beside_preview(),
    "CR2": b"II*\0\x10\0\0\0CR\x02\0" + REST,
    "CR3": b"\0\0\0\x18ftypcrx " + REST,
    "RAF": b"FUJIFILMCCD-RAW 0201" + REST,
    "ORF": b"IIRO\x08\0\0\0" + REST,
    "RW2": b"IIU\0\x18\0\0\0" + REST,
}
VIDEOS = {
    "MP4": b"\0\0\0\x18ftypmp42" + REST,
    "QuickTime": b"\0\0\0\x14ftypqt  " + REST,
    "WebM": b"\x1aE\xdf\xa3" + REST,
}


@pytest.mark.parametrize("name", RAW_PHOTOS)
def test_a_raw_photo_is_refused_by_a_sentence_of_its_own(name):
    with pytest.raises(UnsupportedFormat, match=r"RAW photo.* JPEG or HEIC"):
        decode(RAW_PHOTOS[name])


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj", b"\xef\xbb\xbf\n%PDF-1.4\n"])
def test_a_pdf_is_refused_by_its_name(data):
    with pytest.raises(UnsupportedFormat, match="PDF"):
        decode(data)


@pytest.mark.parametrize("name", VIDEOS)
def test_a_video_is_refused_by_its_name(name):
    with pytest.raises(UnsupportedFormat, match="video"):
        decode(VIDEOS[name])


@pytest.mark.parametrize("data", [b"", b"text", b"<svg/>", b"\0\0\0\x18ftyp"])
def test_what_is_not_known_passes(data):
    check_supported(data)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF"])
def test_a_picture_passes(form):
    check_supported(encoded(page_of("7").convert("RGB"), form))


def test_a_picture_with_a_pdf_behind_it_is_read():
    assert decode(hostile.jpeg() + b"%PDF-1.7").format == "JPEG"
