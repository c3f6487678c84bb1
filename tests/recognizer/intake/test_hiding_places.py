"""A place is reported wherever it is hidden, and however it is written."""

import pytest

from recognizer.errors import RecognizerError
from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.decoding import decode
from recognizer.intake.metadata.report import find_metadata
from tests.hostile.files.locations import HARMLESS, MARKER, PLACES
from tests.hostile.hiding_places import list_hiding_places
from tests.support.drawing import encoded

ADDRESS = b"12 Elm Street, of nobody's concern"
# What stands there is found if it tells a place; else, no decoder knows it from pixels.
AMONG_PIXELS = {
    *("behind coded pixels", "behind compressed pixels", "behind lossless pixels"),
    *("split behind coded pixels", "behind run lengths", "transparency"),
}
HIDING_PLACES = list_hiding_places()
each_place = pytest.mark.parametrize(
    "hiding", HIDING_PLACES, ids=lambda each: f"{each.form} {each.place}"
)


@each_place
def test_a_place_is_reported_wherever_it_is(hiding):
    contents = {name: PLACES[name] for name in PLACES if name not in hiding.damages}
    reports = {name: find_metadata(hiding.hide(contents[name])) for name in contents}
    assert [name for name in reports if not reports[name].has_location] == []
    assert [name for name in reports if not reports[name].tags] == []


@each_place
def test_what_tells_no_place_is_reported_as_none(hiding):
    reports = {name: find_metadata(hiding.hide(HARMLESS[name])) for name in HARMLESS}
    assert [name for name in reports if reports[name].has_location] == []


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")
@each_place
def test_a_picture_with_a_hidden_place_is_read_without_it(hiding):
    data = hiding.hide(PLACES["EXIF"])
    if hiding.is_refused:
        with pytest.raises(RecognizerError):
            decode(data)
        return
    assert MARKER not in encoded(clean_pixels(decode(data)), "PNG")


@each_place
def test_what_is_hidden_is_named(hiding):
    names = set(find_metadata(hiding.hide(ADDRESS)).tags)
    # The WebP that carries it has a profile of its own.
    is_named = bool(names - {"ICC profile"}) or "profile" in hiding.place
    assert is_named != (hiding.place in AMONG_PIXELS)


def test_every_format_has_many_hiding_places():
    counts = {each.form: 0 for each in HIDING_PLACES}
    for each in HIDING_PLACES:
        counts[each.form] += 1
    assert len(counts) == 8
    assert min(counts.values()) >= 8
