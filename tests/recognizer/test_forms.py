"""Forms of the pages: limits, and the names by which their files are shown."""

import io

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http.multipartparser import MultiPartParserError
from django.utils import translation

from recognizer.api.forms import FormUploadHandler


def parse(body, length=None):
    handler = FormUploadHandler()
    stream = io.BytesIO(body)
    result = handler.handle_raw_input(stream, {}, length or len(body), b"b")
    assert stream.read() == b""
    return result


def part(head, data=b"text"):
    head = b"Content-Disposition: form-data; " + head
    return b"--b\r\n" + head + b"\r\n\r\n" + data + b"\r\n"


def file_part(name, data=b"text"):
    return part(b'name="image"; filename="' + name + b'"', data)


def names_of(*parts):
    files = parse(b"".join(parts) + b"--b--\r\nbehind")[1]
    return [file.name for file in files.getlist("image")]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"7.png", "7.png"),
        ("Müll.png".encode(), "Müll.png"),
        ("Müll.png".encode("latin-1"), "M\ufffdll.png"),
        (b"../../etc/passwd", "passwd"),
        (rb"C:\photos\7.png", "7.png"),
        ("\u202egnp.7".encode(), "gnp.7"),
        (b"a\x07b.png", "ab.png"),
        (b"<b>.png", "<b>.png"),
    ],
)
def test_of_a_name_what_can_be_shown_is_kept(name, shown):
    assert names_of(file_part(name)) == [shown]


@pytest.mark.parametrize("name", [b"", b".", b"..", b"/", b" ", b"\x07"])
def test_a_file_without_a_name_keeps_its_place(name):
    with translation.override("en"):
        names = names_of(file_part(b"1.png"), file_part(name), file_part(b"2.png"))
    assert names == ["1.png", "Picture without a name", "2.png"]


def test_a_field_without_a_chosen_file_is_left_out():
    assert names_of(file_part(b"", b""), file_part(b"empty.png", b"")) == ["empty.png"]


def test_texts_are_kept_beside_the_files():
    body = part(b'name="csrf"', "Ö".encode()) + file_part(b"7.png") + b"--b--\r\n"
    texts, files = parse(body)
    assert (texts["csrf"], files["image"].read()) == ("Ö", b"text")


def test_a_request_is_refused_by_its_length(settings):
    settings.BATCH_MAX_IMAGES, settings.PHOTO_MAX_BYTES = 2, 100
    body = file_part(b"7.png") + b"--b--\r\n"
    parse(body, 200)
    with pytest.raises(RequestDataTooBig):
        FormUploadHandler().handle_raw_input(io.BytesIO(body), {}, 201, b"b")


def test_texts_that_are_too_large_are_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3
    with pytest.raises(RequestDataTooBig):
        parse(part(b'name="a"', b"text") + b"--b--\r\n")


def test_too_many_files_are_refused(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    with pytest.raises(TooManyFilesSent):
        parse(file_part(b"7.png") * 3 + b"--b--\r\n")


@pytest.mark.parametrize("body", [b"", b"no form", file_part(b"7.png")])
def test_a_malformed_form_is_refused(body):
    with pytest.raises(MultiPartParserError):
        parse(body, 1)
