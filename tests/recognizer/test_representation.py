"""The JSON shapes of the API are made in one place."""

import pytest
from PIL import Image

from recognizer.errors import EmptyUpload
from recognizer.intake.metadata.report import MetadataReport
from recognizer.pipeline import CleanPhoto
from recognizer.reading.numbers import find_numbers
from recognizer.readings import Box, Digit, Reading
from recognizer.representation import (
    add_numbers,
    format_numbers,
    to_item_json,
    to_reading_json,
    to_refusal_json,
)

REFUSAL = {"code": "empty_upload", "detail": str(EmptyUpload.message)}


@pytest.fixture
def photo():
    metadata = MetadataReport(("Make", "GPSLatitude"), has_location=True)
    return CleanPhoto(Image.new("RGB", (3, 2)), 30, 20, "JPEG", metadata)


def seven_at(left):
    box = Box(left, 0, left + 10, 20)
    return Digit(7, 0.9, (0.0,) * 7 + (1.0, 0.0, 0.0), box)


def test_a_reading_is_reported_with_photo_metadata_and_model(seven, photo):
    payload = to_reading_json(photo, Reading.nothing())
    assert payload["verdict"] == "nothing"
    size = {"width": 30, "height": 20, "format": "JPEG"}
    assert payload["photo"] == size | {"frames": 1, "frame": 0}
    assert payload["metadata"] == {"removed": ["Make", "GPSLatitude"], "location": True}
    assert payload["model"] == {"name": "digits", "version": "test"}


def test_a_stored_reading_without_numbers_gets_them():
    found = [seven_at(left) for left in (0, 14, 90)]
    stored = Reading.of(found, "read", 0.9).as_json()
    del stored["numbers"]
    numbers = [number.as_json() for number in find_numbers(found)]
    assert [number["text"] for number in numbers] == ["77", "7"]
    assert add_numbers(stored) == stored | {"numbers": numbers}


def test_a_stored_reading_with_numbers_stays_as_it_is():
    stored = {"digits": [], "numbers": [{"text": "7"}]}
    assert add_numbers(stored) is stored


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([], ""),
        ([("-17", 0, None, None)], "-17"),
        ([("12", 0, None, None), ("3.4", 0, None, None)], "12 3.4"),
        ([("12", 0, None, None), ("7", 1, None, None)], "12\n7"),
        ([("1", 0, 0, 0), ("2", 0, 0, 1), ("3", 1, 1, 1)], "1\t2\n\t3"),
        ([("1", 0, 0, 2), ("2", 2, 1, 0)], "\t\t1\n2\t\t"),
    ],
)
def test_numbers_are_written_line_by_line_and_grids_in_columns(numbers, text):
    names = ("text", "line", "row", "column")
    payloads = [dict(zip(names, number, strict=True)) for number in numbers]
    assert format_numbers(payloads) == text


def test_a_refusal_has_code_and_detail():
    assert to_refusal_json(EmptyUpload()) == REFUSAL


def test_an_item_is_a_result_or_a_refusal():
    assert to_item_json(EmptyUpload(), lambda result: {}) == REFUSAL
    assert to_item_json(7, lambda result: {"number": result}) == {"number": 7}
