"""The JSON shapes of the API are made in one place."""

import pytest
from PIL import Image

from recognizer.errors import EmptyUpload
from recognizer.intake.metadata import MetadataReport
from recognizer.pipeline import CleanPhoto
from recognizer.readings import Reading
from recognizer.representation import to_item_json, to_reading_json, to_refusal_json

REFUSAL = {"code": "empty_upload", "detail": str(EmptyUpload.message)}


@pytest.fixture
def photo():
    metadata = MetadataReport(("Make", "GPSLatitude"), has_location=True)
    return CleanPhoto(Image.new("RGB", (3, 2)), 30, 20, "JPEG", metadata)


def test_a_reading_is_reported_with_photo_metadata_and_model(seven, photo):
    payload = to_reading_json(photo, Reading.nothing())
    assert payload["verdict"] == "nothing"
    assert payload["photo"] == {"width": 30, "height": 20, "format": "JPEG"}
    assert payload["metadata"] == {"removed": ["Make", "GPSLatitude"], "location": True}
    assert payload["model"] == {"name": "digits", "version": "test"}


def test_a_refusal_has_code_and_detail():
    assert to_refusal_json(EmptyUpload()) == REFUSAL


def test_an_item_is_a_result_or_a_refusal():
    assert to_item_json(EmptyUpload(), lambda result: {}) == REFUSAL
    assert to_item_json(7, lambda result: {"number": result}) == {"number": 7}
