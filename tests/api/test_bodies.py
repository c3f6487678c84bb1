"""Bodies of every form: as large as is allowed, oddly named, packed, said twice."""

import base64
import gzip
import json
from functools import cache

import pytest

from gallery.models import Photo
from recognizer.api import RawImageParser
from tests.support import hostile
from tests.support.drawing import encoded, page_of
from tests.support.traces import list_files

READINGS = "/api/v1/readings/"
BATCH = "/api/v1/readings/batch/"
PHOTOS = "/api/v1/photos/"
PNG, TWO = encoded(page_of("7")), encoded(page_of("77"))
FORM = "multipart/form-data; boundary=b"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


def part(data: bytes, name=b'"photo.png"', field=b"image") -> bytes:
    head = b'Content-Disposition: form-data; name="' + field + b'"; filename=' + name
    return b"--b\r\n" + head + b"\r\nContent-Type: image/png\r\n\r\n" + data + b"\r\n"


def form(*parts: bytes) -> tuple[str, bytes]:
    return FORM, b"".join(parts) + b"--b--\r\n"


def as_json(text: str) -> tuple[str, bytes]:
    return "application/json", json.dumps({"image": text}).encode()


def in_lines(data: bytes) -> str:
    text = base64.b64encode(data).decode()
    return "\r\n".join(text[i : i + 76] for i in range(0, len(text), 76))


def url_safe(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


FORMS = {
    "form": lambda data: form(part(data)),
    "body": lambda data: ("image/png", data),
    "base64": lambda data: as_json(base64.b64encode(data).decode()),
    "base64 in lines": lambda data: as_json(in_lines(data)),
    "base64 for URLs": lambda data: as_json(url_safe(data)),
    "data URL": lambda data: as_json("DATA:image/png;base64," + in_lines(data)),
    "base64 in a form": lambda data: form(
        b'--b\r\nContent-Disposition: form-data; name="image"\r\n\r\n'
        + base64.b64encode(data)
        + b"\r\n"
    ),
}


def send(client, kind, body, url=READINGS, **headers):
    return client.generic("POST", url, body, content_type=kind, headers=headers)


def outcome(answer):
    return answer.status_code, answer.json().get("code", answer.json().get("text"))


def padded_png(size: int) -> bytes:
    """Return a picture of so many bytes: a private chunk stands behind the header."""
    padding = b"\0" * (size - len(PNG) - 12)
    return PNG[:33] + hostile.png_chunk(b"prVt", padding) + PNG[33:]


@pytest.mark.parametrize("name", FORMS)
def test_every_form_takes_a_picture_of_the_largest_size(client, settings, name):
    settings.PHOTO_MAX_BYTES = 200_000
    # Of the same ratio as in the settings.
    settings.PHOTO_MAX_TEXT_BYTES = 200_000 * 3 // 2 + 65_536
    assert outcome(send(client, *FORMS[name](padded_png(200_000)))) == (200, "7")


@pytest.mark.parametrize("name", ["form", "body", "data URL"])
def test_a_picture_of_the_default_size_is_taken(client, settings, name):
    kind, body = FORMS[name](padded_png(settings.PHOTO_MAX_BYTES))
    assert settings.PHOTO_MAX_BYTES == 20 * 1024**2
    assert outcome(send(client, kind, body)) == (200, "7")


@pytest.mark.parametrize("name", FORMS)
def test_every_form_refuses_a_byte_more(client, settings, name):
    settings.PHOTO_MAX_BYTES = len(PNG) - 1
    assert outcome(send(client, *FORMS[name](PNG))) == (413, "photo_too_large")


NAMES = {
    "latin": '"Müll.png"'.encode("latin-1"),
    "no text": b'"\xff\xfe\x80.png"',
    "path": b'"../../etc/passwd"',
    "windows path": rb'"C:\\photos\\7.png"',
    "slash": b'"/"',
    "dots": b'".."',
    "right to left": '"\u202egnp.7\u200f"'.encode(),
    "marks alone": '"\u200f\u200e"'.encode(),
    "control": b'"a\x00b\x07.png"',
    "entity": b'"&#x2f;"',
    "long": b'"' + b"n" * 4000 + b'.png"',
    "empty": b'""',
    "bare": b"photo.png",
    "encoded": b"x; filename*=UTF-8''%E2%80%AEgnp",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_taken_whatever_it_is_called(visitor, name, own_media):
    answer = send(visitor, *form(part(PNG, NAMES[name])), url=PHOTOS)
    assert answer.status_code == 201
    kept = [path.name for path in list_files(own_media)]
    assert len(kept) == 3
    assert {len(path.split(".")[0]) for path in kept} == {32}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_keeps_its_place_whatever_it_is_called(client, name):
    odd = part(PNG, NAMES[name], b"images")
    even = part(TWO, field=b"images")
    answer = send(client, *form(even, odd, even), url=BATCH)
    assert [item["text"] for item in answer.json()] == ["77", "7", "77"]


@pytest.mark.parametrize("name", NAMES)
def test_the_form_of_the_page_takes_it_too(visitor, name):
    answer = send(visitor, *form(part(PNG, NAMES[name])), url="/upload/")
    assert (answer.status_code, Photo.objects.count()) == (302, 1)


BROKEN_FORMS = {
    "no boundary": ("multipart/form-data", form(part(PNG))[1]),
    "another boundary": ("multipart/form-data; boundary=c", form(part(PNG))[1]),
    "no end": (FORM, part(PNG)),
    "no end of a file": (FORM, part(PNG)[:-20]),
    "half a head": (FORM, part(PNG) + b"--b\r\nContent-Dispo"),
    "endless name": form(part(PNG, b'"' + b"n" * 200_000 + b'"')),
    "no field": (FORM, b"--b\r\n\r\n" + PNG + b"\r\n--b--\r\n"),
    "a picture": (FORM, PNG),
}


@pytest.mark.parametrize("name", BROKEN_FORMS)
def test_a_broken_form_is_refused_and_nothing_kept(visitor, name):
    refusal = send(visitor, *BROKEN_FORMS[name], url=PHOTOS)
    assert outcome(refusal) == (400, "invalid_input")
    assert refusal.json()["fields"]
    assert not Photo.objects.exists()


REASONS = {
    "no boundary": "no boundary",
    "another boundary": "malformed",
    "a picture": "malformed",
    "no end of a file": "malformed",
}


@pytest.mark.parametrize("name", REASONS)
def test_a_broken_form_is_refused_with_what_is_wrong(client, name):
    assert REASONS[name] in send(client, *BROKEN_FORMS[name]).json()["detail"]


def test_a_form_that_is_malformed_at_its_start_is_not_called_cut_off(client):
    refusal = send(client, FORM, b"--b\r\nno header\r\n\r\n" + b"x" * 1_000_000)
    assert "malformed" in refusal.json()["detail"]


def test_texts_of_a_form_count_together(client, settings):
    settings.PHOTO_MAX_TEXT_BYTES = 1000
    field = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
    texts = [field + b"x" * 400 + b"\r\n"] * 3
    assert outcome(send(client, *form(*texts[:2], part(PNG)))) == (200, "7")
    refusal = send(client, *form(*texts, part(PNG)))
    assert outcome(refusal) == (413, "photo_too_large")


def test_a_form_of_endless_fields_is_refused(client):
    field = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    refusal = send(client, *form(field * 200, part(PNG)))
    assert outcome(refusal) == (400, "invalid_input")


@cache
def bomb_of(name: str) -> tuple[str, bytes]:
    """Return a form with a picture that unpacks to much more."""
    kind, body = FORMS[name](PNG)
    return kind, gzip.compress(body + b"\0" * 30_000_000)


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip", "GZIP"])
@pytest.mark.parametrize("name", ["form", "body", "base64"])
def test_a_packed_body_is_refused_unopened(client, name, encoding):
    kind, bomb = bomb_of(name)
    refusal = send(client, kind, bomb, **{"Content-Encoding": encoding})
    assert outcome(refusal) == (415, "unsupported_format")
    assert "Content-Encoding" in refusal.json()["detail"]


@pytest.mark.parametrize(
    "encoding", ["identity", "IDENTITY", " Identity ", "", "identity, identity"]
)
def test_a_body_that_is_not_packed_may_say_so(client, encoding):
    headers = {"Content-Encoding": encoding}
    assert outcome(send(client, "image/png", PNG, **headers)) == (200, "7")


@pytest.mark.parametrize(
    ("kind", "body", "refused"),
    [
        ("image/jpeg", PNG, (200, "7")),
        ("image/png", b"<html></html>", (415, "unsupported_format")),
        ("image/png", gzip.compress(PNG, mtime=0), (415, "unsupported_format")),
        ("image/png", form(part(PNG))[1], (415, "unsupported_format")),
        ("application/json", PNG, (400, "invalid_input")),
        ("application/octet-stream", PNG, (415, "unsupported_format")),
        ("text/plain", PNG, (415, "unsupported_format")),
        ("nonsense", PNG, (415, "unsupported_format")),
        ("", PNG, (415, "unsupported_format")),
    ],
)
def test_a_body_is_what_its_bytes_are(client, kind, body, refused):
    assert outcome(send(client, kind, body)) == refused


@pytest.mark.parametrize(
    "body",
    [
        b'{"image": "aaaa", "image": "bbbb"}',
        b'{"image": {"a": 1, "a": 2}}',
        b'{"image": "aaaa"} {"image": "bbbb"}',
        b'{"image": NaN}',
        b'\xef\xbb\xbf{"image": "aaaa"}',
        '{"image": "ä"}'.encode("latin-1"),
        b"",
    ],
)
def test_json_that_means_no_one_thing_is_refused(client, body):
    refusal = send(client, "application/json", body)
    assert outcome(refusal) == (400, "invalid_input")


def test_what_json_says_twice_is_named(client):
    refusal = send(client, "application/json", b'{"image": "a", "image": "b"}')
    assert '"image" twice' in refusal.json()["detail"]


def test_what_is_unknown_is_passed_over(client):
    body = json.dumps({"image": base64.b64encode(PNG).decode(), "later": [1]})
    assert outcome(send(client, "application/json", body.encode())) == (200, "7")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (f"{READINGS}?explain=1&explain=0", "explain"),
        (f"{BATCH}?explain=" + "1" * 5000, "explain"),
        (f"{PHOTOS}?explain=%00", "explain"),
    ],
)
def test_a_query_that_means_no_one_thing_is_refused(visitor, query, field):
    refusal = send(visitor, *form(part(PNG)), url=query)
    assert outcome(refusal) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == {field}


@pytest.mark.parametrize("path", ["photos/", "photos/export/"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("verdict=read&verdict=unsure", "verdict"),
        ("label=1&label=2", "label"),
        ("label=" + "1" * 5000, "label"),
        ("corrected=yes&corrected=no", "corrected"),
    ],
)
def test_a_filter_that_means_no_one_thing_is_refused(visitor, path, query, field):
    refusal = visitor.get(f"/api/v1/{path}?format=csv&{query}")
    assert outcome(refusal) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == {field}


def test_a_large_body_waits_in_a_file_and_not_in_memory(rf):
    request = rf.post(READINGS, bytes(3_000_000), content_type="image/png")
    image = RawImageParser().parse(request, "image/png", {"request": request})["image"]
    assert image.size == 3_000_000
    assert image.file._rolled
