"""Uploads: how much is read, and in which forms."""

import base64
import hashlib
import io
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile

from recognizer.errors import EmptyUpload, PhotoTooLarge
from recognizer.intake.uploads import PhotoUploadHandler, from_base64, read_upload


class Unsized(io.BytesIO):
    """A file that does not say how much it holds."""

    size = None


def test_an_upload_is_read_whole():
    assert read_upload(ContentFile(b"picture")) == b"picture"


def test_an_upload_is_read_from_its_start():
    upload = ContentFile(b"picture")
    upload.read(3)
    assert read_upload(upload) == b"picture"


def test_an_empty_upload_is_refused():
    with pytest.raises(EmptyUpload):
        read_upload(ContentFile(b""))


@pytest.mark.parametrize("kind", [ContentFile, Unsized])
def test_an_upload_of_too_many_bytes_is_refused(kind, settings):
    settings.PHOTO_MAX_BYTES = 10
    assert read_upload(kind(b"p" * 10)) == b"p" * 10
    with pytest.raises(PhotoTooLarge):
        read_upload(kind(b"p" * 11))


def test_the_refusal_says_how_much_is_allowed(settings):
    settings.PHOTO_MAX_BYTES = 3 * 1024 * 1024 // 2
    with pytest.raises(PhotoTooLarge, match=r"1\.5 MB"):
        read_upload(ContentFile(b"p" * 2_000_000))


PICTURE = bytes(range(256))
TEXT = base64.b64encode(PICTURE).decode()


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"data:image/png;base64,{TEXT}",
        f"data:;base64,{TEXT}",
        f" data:image/svg+xml;charset=utf-8;base64,{TEXT}\n",
        "\n".join(TEXT[i : i + 76] for i in range(0, len(TEXT), 76)),
    ],
)
def test_base64_comes_bare_or_in_a_data_url(text):
    assert from_base64(text).read() == PICTURE


def folded(text, columns, separator):
    return separator.join(text[i : i + columns] for i in range(0, len(text), columns))


# It has `+` and `/` in all places.
NOISE = hashlib.shake_256(b"noise").digest(600)


@pytest.mark.parametrize("length", range(560, 600))
def test_a_plus_that_a_form_turned_into_a_space_is_restored(length):
    picture = NOISE[:length]
    text = base64.b64encode(picture).decode()
    assert "+" in text
    assert from_base64(text.replace("+", " ")).read() == picture
    assert from_base64(text.replace("+", " ") + "\r\n").read() == picture


@pytest.mark.parametrize("columns", [4, 60, 64, 76])
@pytest.mark.parametrize("length", range(570, 580))
@pytest.mark.parametrize("separator", [" ", "\n", "\r\n", "\n "])
def test_spaces_that_part_base64_mean_nothing(length, columns, separator):
    text = base64.b64encode(NOISE[:length]).decode()
    assert from_base64(folded(text, columns, separator)).read() == NOISE[:length]


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,"])
@pytest.mark.parametrize("times", [1, 2])
def test_base64_may_be_percent_encoded(prefix, times):
    text = prefix + base64.b64encode(NOISE).decode()
    for _ in range(times):
        text = quote(text, safe="")
    assert from_base64(text).read() == NOISE


@pytest.mark.parametrize("text", ["%", "%zz", "a%C3%BCbc", "%252525"])
def test_percent_encoded_text_that_is_no_base64_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        from_base64(text)


@pytest.mark.parametrize(
    "text", ["no base64!", "abcde", "abc=d", "ab=", "====", "data:image/png,abcd", "ü"]
)
def test_what_is_no_base64_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        from_base64(text)


def upload_through_handler(*chunks):
    handler = PhotoUploadHandler()
    handler.new_file("image", "photo.jpg", "image/jpeg", None)
    start = 0
    for chunk in chunks:
        assert handler.receive_data_chunk(chunk, start) is None
        start += len(chunk)
    return handler.file_complete(start)


def test_the_handler_passes_a_file_through():
    upload = upload_through_handler(b"pic", b"ture")
    assert (upload.size, upload.read()) == (7, b"picture")


def test_the_handler_keeps_no_more_than_is_allowed(settings):
    settings.PHOTO_MAX_BYTES = 100
    upload = upload_through_handler(*[b"p" * 64] * 50)
    assert upload.size == 3200
    assert len(upload.read()) <= 100 + 64


def test_a_large_upload_has_no_name_on_disk(settings):
    upload = upload_through_handler(b"p" * 3_000_000)
    assert upload.file._rolled
    assert not isinstance(upload.file.name, str)
    upload.close()
