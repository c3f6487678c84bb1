"""One file is one result, whatever is wrong with it."""

import pytest

from recognizer import pipeline
from recognizer.bulk.tasks import FileAccessError, process_file, read_bytes, read_file
from recognizer.errors import EmptyUpload, ModelUnavailable, PhotoTooLarge
from recognizer.inference import engine
from tests.support.drawing import encoded, page_of
from tests.support.engines import FailingNetwork


@pytest.fixture
def picture(tmp_path):
    """Return the name of a file with a seven."""
    path = tmp_path / "seven.png"
    path.write_bytes(encoded(page_of("7")))
    return str(path)


def test_a_picture_gives_the_reading_of_the_api(seven, picture):
    result = read_file(picture)
    assert result.name == picture
    assert result.is_read
    assert result.payload["text"] == "7"
    assert result.payload["photo"]["format"] == "PNG"


def test_a_refused_picture_gives_code_and_detail(seven, tmp_path):
    (tmp_path / "notes.png").write_bytes(b"no picture")
    result = read_file(str(tmp_path / "notes.png"))
    assert not result.is_read
    assert result.payload["code"] == "unsupported_format"
    assert result.payload["detail"].endswith(".")


def test_a_missing_file_gives_an_error(seven, tmp_path):
    result = read_file(str(tmp_path / "missing.png"))
    assert result.payload == {}
    assert result.error == "No such file or directory"


def test_an_unexpected_error_is_a_refusal_of_this_picture(picture, caplog):
    with engine.use_network(FailingNetwork(MemoryError("12 Elm Street"))):
        result = read_file(picture)
    assert result.payload["code"] == "server_error"
    assert "could not be read" in caplog.text


def test_a_missing_model_is_no_result(picture, broken_model):
    with pytest.raises(ModelUnavailable):
        read_file(picture)


def test_a_file_is_processed_by_the_given_function(picture):
    result = process_file(picture, lambda data: {"verdict": "read", "size": len(data)})
    assert result.payload["size"] == len(encoded(page_of("7")))


def test_files_have_the_limits_of_uploads(settings, picture, tmp_path):
    settings.PHOTO_MAX_BYTES = 10
    with pytest.raises(PhotoTooLarge):
        read_bytes(picture)
    (tmp_path / "empty.png").touch()
    with pytest.raises(EmptyUpload):
        read_bytes(str(tmp_path / "empty.png"))


def test_a_folder_can_not_be_read(tmp_path):
    with pytest.raises(FileAccessError, match="directory"):
        read_bytes(str(tmp_path))


def test_bulk_and_single_readings_are_equal(seven, picture):
    with open(picture, "rb") as file:
        _, reading = pipeline.recognize(file.read())
    payload = read_file(picture).payload
    assert reading.as_json().items() <= payload.items()
