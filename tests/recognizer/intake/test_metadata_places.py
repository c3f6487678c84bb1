"""Whatever a file holds besides its pixels is named, and a place as a place."""

import pytest

from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.decoding import decode
from recognizer.intake.metadata.report import MetadataReport, find_metadata
from tests.hostile import markers
from tests.hostile.files import boxes, carriers
from tests.support.drawing import encoded

PLANTED = list(markers.iter_planted())
PLAIN = {
    "JPEG": carriers.jpeg(),
    "PNG": carriers.png(),
    "HEIF": encoded(carriers.PAGE, "HEIF"),
    "AVIF": encoded(carriers.PAGE, "AVIF"),
    "GIF": carriers.gif(),
    "BMP": encoded(carriers.PAGE, "BMP"),
    "TIFF": carriers.tiff(pages=3),
}


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")
@pytest.mark.parametrize(
    "planted", PLANTED, ids=lambda each: f"{each.form} {each.place}"
)
def test_each_place_is_named_and_left_behind(planted):
    report = find_metadata(planted.data)
    assert planted.name in report.tags
    assert report.has_location == planted.tells_place
    clean = encoded(clean_pixels(decode(planted.data)), "PNG")
    assert not any(trace in clean for trace in markers.TRACES)


def test_every_format_has_many_places():
    counts = {form: sum(each.form == form for each in PLANTED) for form in PLAIN}
    assert min(counts.values()) >= 6
    assert len(PLANTED) >= 140


@pytest.mark.parametrize("form", PLAIN)
def test_a_plain_picture_is_reported_clean(form):
    assert find_metadata(PLAIN[form]) == MetadataReport()


@pytest.mark.parametrize("form", PLAIN)
def test_padding_behind_a_picture_is_no_metadata(form):
    assert find_metadata(PLAIN[form] + bytes(4096)) == MetadataReport()


def test_everything_behind_a_photo_is_named():
    tail = carriers.jpeg() + b"MotionPhoto_Data" + boxes.video() + b"end"
    names = find_metadata(carriers.jpeg(tail=tail)).tags
    assert names == ("Embedded picture", "Trailing data", "Video")


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
@pytest.mark.parametrize("gap", [b"", b"MotionPhoto_Data"])
def test_a_heic_with_a_video_behind_it_is_read(form, gap):
    video = boxes.video().replace(b"udta", b"free")
    data = PLAIN[form] + gap + video
    assert decode(data).size == carriers.PAGE.size
    assert "Video" in find_metadata(data).tags


def test_a_video_without_a_place_tells_none():
    report = find_metadata(
        carriers.jpeg(tail=boxes.video().replace(b"\xa9xyz", b"\xa9day"))
    )
    assert report == MetadataReport(("Video",))


def test_a_copied_preview_of_a_document_is_its_thumbnail():
    page = markers.ascii_entry(0x010F, b"Elm")
    assert find_metadata(carriers.tiff(page, pages=2)).tags == ("Make",)


@pytest.mark.parametrize("claim", [2**31, 2**63, 2**64 - 1])
def test_a_value_that_claims_to_end_far_behind_the_file_is_no_error(claim):
    head = b"II+\0\x08\0\0\0" + (16).to_bytes(8, "little")
    entry = b"\x0f\1\7\0" + claim.to_bytes(8, "little") + claim.to_bytes(8, "little")
    big = head + (1).to_bytes(8, "little") + entry + bytes(8)
    assert not find_metadata(big).has_location
