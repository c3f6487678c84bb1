"""POST /api/v1/readings/: one picture in, what it says out, nothing kept."""

import base64
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from PIL import Image

from gallery.models import Photo
from recognizer.inference import engine
from tests.hostile.files.animations import BLANK, FULL, frames_of
from tests.support import hostile
from tests.support.drawing import encoded, page_of
from tests.support.engines import FailingNetwork

URL = "/api/v1/readings/"
PNG = encoded(page_of("7"))
TEXT = base64.b64encode(PNG).decode()
NOISY_TEXT = base64.b64encode(encoded(Image.effect_noise((80, 80), 90))).decode()

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
    pytest.mark.filterwarnings("ignore:Corrupt EXIF"),
]


def post_json(client, body):
    return client.post(URL, body, content_type="application/json")


def test_a_reading_says_all_that_is_promised(client, upload):
    answer = client.post(URL, {"image": upload()})
    assert answer.status_code == 200
    reading = answer.json()
    assert (reading["text"], reading["verdict"]) == ("7", "read")
    assert reading["confidence"] > 0.9
    assert reading["photo"]["format"] == "PNG"
    assert reading["metadata"] == {"removed": [], "location": False}
    assert reading["model"] == {"name": "digits", "version": "test"}


def test_the_answer_says_which_of_several_frames_was_read(client, upload):
    data = frames_of("GIF", BLANK, FULL)
    photo = client.post(URL, {"image": upload(data)}).json()["photo"]
    assert (photo["frames"], photo["frame"]) == (2, 1)


def test_a_digit_says_all_that_is_promised(client, upload):
    digit = client.post(URL, {"image": upload()}).json()["digits"][0]
    assert set(digit) == {"label", "confidence", "probabilities", "box", "line"}
    assert sum(digit["probabilities"]) == pytest.approx(1)
    left, top, right, bottom = digit["box"]
    assert 0 <= left < right <= page_of("7").width
    assert 0 <= top < bottom <= page_of("7").height


def test_a_number_says_all_that_is_promised(client, upload):
    reading = client.post(URL, {"image": upload()}).json()
    [digit], [number] = reading["digits"], reading["numbers"]
    assert number == {
        "text": "7",
        "digits": [0],
        "box": digit["box"],
        "confidence": digit["confidence"],
        "line": 0,
        "row": None,
        "column": None,
    }


@pytest.mark.parametrize("image", [TEXT, f"data:image/png;base64,{TEXT}"])
def test_a_picture_comes_as_json(client, image):
    assert post_json(client, {"image": image}).json()["text"] == "7"


@pytest.mark.parametrize("damage", [lambda text: text.replace("+", " "), quote])
def test_base64_that_a_form_damaged_is_understood(client, damage):
    text = damage(NOISY_TEXT)
    assert text != NOISY_TEXT
    assert post_json(client, {"image": text}).status_code == 200


@pytest.mark.parametrize(
    ("data", "word"), [(b"%PDF-1.7", "PDF"), (b"FUJIFILMCCD-RAW", "JPEG or HEIC")]
)
def test_what_is_no_picture_is_named(client, upload, data, word):
    refusal = client.post(URL, {"image": upload(data)})
    assert (refusal.status_code, refusal.json()["code"]) == (415, "unsupported_format")
    assert word in refusal.json()["detail"]


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "image/x-unheard-of"])
def test_a_picture_comes_as_the_body_itself(client, kind):
    assert client.post(URL, PNG, content_type=kind).json()["text"] == "7"


def test_what_was_removed_is_named_and_its_values_are_not(client, upload):
    answer = client.post(URL, {"image": upload(hostile.with_exif())})
    metadata = answer.json()["metadata"]
    assert {"Make", "GPSLatitude"} <= set(metadata["removed"])
    assert metadata["location"] is True
    assert b"Elm" not in answer.content


def test_an_explanation_comes_if_asked_for(client, upload):
    digit = client.post(f"{URL}?explain=1", {"image": upload()}).json()["digits"][0]
    assert digit["seen"].startswith("data:image/png;base64,")
    assert digit["heat"].startswith("data:image/png;base64,")


def test_nothing_is_kept_and_no_cookie_is_set(client, upload, own_media):
    answer = client.post(URL, {"image": upload()})
    assert not answer.cookies
    assert not Photo.objects.exists()
    assert not Session.objects.exists()
    assert not own_media.exists()


def test_no_token_is_needed_even_with_a_session(browser, upload):
    visitor = browser()
    visitor.post("/api/v1/photos/", {"image": upload()})
    del visitor.cookies[settings.CSRF_COOKIE_NAME]
    assert visitor.post(URL, {"image": upload()}).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        lambda client: client.post(URL),
        lambda client: client.post(URL, {"picture": "x"}),
        lambda client: post_json(client, {"image": "no base64!"}),
        lambda client: post_json(client, {"image": 7}),
        lambda client: post_json(client, {"image": None}),
        lambda client: post_json(client, {"image": ["a"]}),
        lambda client: post_json(client, [1]),
        lambda client: post_json(client, "null"),
        lambda client: post_json(client, "{broken"),
        lambda client: post_json(client, "[" * 100_000),
        lambda client: post_json(client, b"\xff\xfe{"),
        lambda client: client.post(
            URL, b"broken", content_type="multipart/form-data; boundary=x"
        ),
        lambda client: client.post(f"{URL}?explain=perhaps", {"image": "x"}),
    ],
)
def test_bad_input_is_reported_by_field(client, answer):
    refusal = answer(client)
    assert refusal.status_code == 400
    assert refusal.json()["code"] == "invalid_input"
    assert refusal.json()["fields"]


def test_two_pictures_in_one_request_are_not_guessed_at(client, upload):
    refusal = client.post(URL, {"image": [upload(), upload()]})
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert refusal.json()["fields"] == {"image": ["Send one picture at a time."]}


def test_too_many_files_are_refused_with_the_limit(client, upload, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    refusal = client.post(URL, {"image": [upload() for _ in range(4)]})
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert "at most 3 files" in refusal.json()["detail"]


@pytest.mark.parametrize("kind", ["image/png", "multipart/form-data; boundary=x"])
def test_a_body_in_chunks_is_asked_for_its_length(client, kind):
    headers = {"Transfer-Encoding": "chunked"}
    refusal = client.generic("POST", URL, content_type=kind, headers=headers)
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert "Content-Length" in refusal.json()["detail"]


@pytest.mark.parametrize(
    "answer",
    [
        lambda client, empty: client.post(URL, {"image": empty}),
        lambda client, empty: post_json(client, {"image": ""}),
        lambda client, empty: post_json(client, {"image": "data:image/png;base64,"}),
        lambda client, empty: client.generic("POST", URL, CONTENT_TYPE="image/png"),
    ],
)
def test_an_empty_picture_has_a_code_of_its_own(client, upload, answer):
    refusal = answer(client, upload(b""))
    assert (refusal.status_code, refusal.json()["code"]) == (400, "empty_upload")


BAD_PICTURES = {
    "text": (b"not a picture", 415, "unsupported_format"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "unsupported_format"),
    "pdf": (b"%PDF-1.7", 415, "unsupported_format"),
    "truncated": (hostile.jpeg()[:2000], 400, "unreadable_photo"),
    "scans": (hostile.progressive_jpeg(), 400, "unreadable_photo"),
    "huge": (hostile.png(30_000, 30_000), 413, "photo_too_large"),
    "webp": (hostile.webp(16_000, 11_125), 413, "photo_too_large"),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
def test_a_bad_picture_is_refused_with_its_code(client, upload, name, own_media):
    data, status, code = BAD_PICTURES[name]
    refusal = client.post(URL, {"image": upload(data)})
    assert (refusal.status_code, refusal.json()["code"]) == (status, code)
    assert refusal.json()["detail"].endswith(".")
    assert not own_media.exists()


@pytest.mark.parametrize(
    "data",
    [
        hostile.gif(),
        hostile.png(1, 1, rows=1),
        *map(hostile.jpeg_with_exif, hostile.MALFORMED_EXIF.values()),
    ],
)
def test_an_odd_picture_is_read(client, upload, data):
    assert client.post(URL, {"image": upload(data)}).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        lambda client, file: client.post(URL, {"image": file}),
        lambda client, file: client.post(URL, b"p" * 101, content_type="image/png"),
        lambda client, file: post_json(client, {"image": "cHBw" * 50}),
        lambda client, file: post_json(client, b" " * 100_000),
    ],
)
def test_too_many_bytes_are_refused(client, upload, settings, answer):
    settings.PHOTO_MAX_BYTES = 100
    settings.PHOTO_MAX_TEXT_BYTES = 1000
    refusal = answer(client, upload(b"p" * 101))
    assert (refusal.status_code, refusal.json()["code"]) == (413, "photo_too_large")


def test_a_request_far_too_long_is_refused_unread(client, upload, settings):
    settings.PHOTO_MAX_BYTES = 10
    refusal = client.post(URL, {"image": upload(b"p" * 1000)})
    assert (refusal.status_code, refusal.json()["code"]) == (413, "photo_too_large")


def test_a_form_that_is_no_multipart_is_refused(client):
    kind = "application/x-www-form-urlencoded"
    refusal = client.post(URL, "image=x", content_type=kind)
    assert (refusal.status_code, refusal.json()["code"]) == (415, "unsupported_format")


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_other_methods_are_refused(client, method):
    refusal = getattr(client, method)(URL)
    assert (refusal.status_code, refusal.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in refusal["Allow"]


def test_without_a_model_the_refusal_says_so(client, upload, broken_model):
    refusal = client.post(URL, {"image": upload()})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "model_unavailable")
    assert "operator" in refusal.json()["detail"]


def test_what_breaks_answers_in_the_same_envelope(client, upload, caplog):
    with engine.use_network(FailingNetwork(RuntimeError("12 Elm Street"))):
        refusal = client.post(URL, {"image": upload()})
    assert (refusal.status_code, refusal.json()["code"]) == (500, "server_error")
    assert b"Elm" not in refusal.content
