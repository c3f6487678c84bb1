"""What metadata a photo held is named, without its values."""

import struct
import time

import pytest
from PIL import Image, PngImagePlugin

from recognizer.intake.metadata.report import MetadataReport, find_metadata
from tests.support import hostile
from tests.support.drawing import encoded

PLAIN = Image.new("RGB", (20, 20), "white")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF"])
def test_tags_of_every_format_are_named(form):
    report = find_metadata(hostile.with_exif(form))
    assert {"Make", "DateTimeOriginal", "GPSLatitude"} <= set(report.tags)
    assert report.has_location


def test_a_bigtiff_has_names_too():
    assert find_metadata(encoded(PLAIN, "TIFF", big_tiff=True)) == MetadataReport()
    described = encoded(PLAIN, "TIFF", big_tiff=True, description="Elm")
    assert find_metadata(described).tags == ("ImageDescription",)


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_values_are_never_reported(form):
    names = " ".join(find_metadata(hostile.with_exif(form)).tags)
    assert not any(value in names for value in ("Elm", "2026", "52", "31"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_picture_without_metadata_reports_nothing(form):
    assert find_metadata(encoded(PLAIN, form)) == MetadataReport()


@pytest.mark.parametrize(
    ("form", "options", "name"),
    [
        ("JPEG", {"comment": b"12 Elm Street"}, "Comment"),
        ("GIF", {"comment": b"12 Elm Street"}, "Comment"),
        ("JPEG", {"xmp": b"<x/>"}, "XMP"),
        ("PNG", {"icc_profile": b"p" * 128}, "ICC profile"),
        ("WEBP", {"icc_profile": b"p" * 128}, "ICC profile"),
    ],
)
def test_other_blocks_are_named(form, options, name):
    report = find_metadata(encoded(PLAIN, form, **options))
    assert report == MetadataReport(tags=(name,))


def test_text_of_a_png_is_named_before_and_after_its_pixels():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Elm")
    before = encoded(PLAIN, "PNG", pnginfo=text)
    after = encoded(PLAIN, "PNG")[:-12] + hostile.png_chunk(b"tEXt", b"Author\0Elm")
    assert find_metadata(before).tags == find_metadata(after).tags == ("Text",)


def test_a_location_in_xmp_alone_counts():
    xmp = b'<x exif:GPSLatitude="52,31N"/>'
    assert find_metadata(encoded(PLAIN, "JPEG", xmp=xmp)).has_location


def test_a_camera_without_a_place_tells_no_location():
    block = Image.Exif()
    block[0x0110] = "Camera"
    report = find_metadata(encoded(PLAIN, "JPEG", exif=block.tobytes()))
    assert (report.tags, report.has_location) == (("Model",), False)


@pytest.mark.parametrize("name", hostile.MALFORMED_EXIF)
def test_malformed_exif_is_no_error(name):
    report = find_metadata(hostile.jpeg_with_exif(hostile.MALFORMED_EXIF[name]))
    assert not report.has_location


@pytest.mark.parametrize("data", [b"", b"text", hostile.jpeg()[:100], b"II*\0"])
def test_what_is_no_picture_reports_nothing(data):
    assert find_metadata(data) == MetadataReport()


@pytest.mark.parametrize(("entries", "rounds"), [(65_535, 1), (300, 400)])
@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_tags_without_end_are_not_read_to_the_end(form, entries, rounds):
    block = hostile.crowded_exif(entries, rounds)
    data = encoded(PLAIN, form, exif=block)
    before = time.thread_time()
    assert find_metadata(data).tags == ("EXIF",)
    assert time.thread_time() - before < 1


def test_values_that_are_read_again_and_again_end_too():
    entry = struct.pack("<HHII", 0x010F, 2, 2**20, 8)
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", 5000) + entry * 5000
    data = encoded(PLAIN, "PNG", exif=block + b"p" * 2**20)
    assert find_metadata(data).tags == ("EXIF",)


def test_a_tag_of_a_later_directory_goes_by_its_name_alone():
    data = encoded(PLAIN, "PNG", exif=hostile.crowded_exif(1, rounds=4))
    assert set(find_metadata(data).tags) == {"Make", "Thumbnail"}


def test_whatever_exifread_raises_is_no_error(monkeypatch, caplog):
    def fail(*args, **options):
        raise IndexError("12 Elm Street")

    monkeypatch.setattr("exifread.process_file", fail)
    caplog.set_level("INFO")
    assert find_metadata(hostile.with_exif()).tags == ("EXIF",)
    assert find_metadata(hostile.with_exif("TIFF")).tags == ()
    assert "Elm" not in caplog.text
