"""The ways by which a picture comes in; each returns "read" or a code."""

import base64
import json
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from digitsite.exceptions import STATUSES
from recognizer.bulk import read_file
from tests.support.drawing import encoded, page_of

READINGS, PHOTOS = "/api/v1/readings/", "/api/v1/photos/"
READ = "read"
GOOD = encoded(page_of("7", size=60))
# What may be wrong with a picture.
CODES = {"empty_upload", "unreadable_photo", "photo_too_large", "unsupported_format"}
# What a picture may be at all: the documented codes, and a reading.
OUTCOMES = CODES | {READ}


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", data, "image/jpeg")


def by_page(client: Client, data: bytes) -> str:
    """Send the form of the page without script; a redirect shows what was read."""
    answer = client.post("/upload/", {"image": upload(data)})
    if answer.status_code == 302:
        return READ
    assert answer.status_code == 400
    [failure] = answer.context["failures"]
    return find_code(str(failure["message"]))


def find_code(message: str) -> str:
    """Return which refusal a page tells; each sentence belongs to one."""
    words = {
        "empty": "empty_upload",
        "damaged": "unreadable_photo",
        "Send a smaller one": "photo_too_large",
        "not a picture": "unsupported_format",
    }
    return next(code for part, code in words.items() if part in message)


def by_photo(client: Client, data: bytes) -> str:
    """Send what the page, its camera, its canvas or a phone keeps in a gallery."""
    return to_code(client.post(PHOTOS, {"image": upload(data)}), 201)


def by_form(client: Client, data: bytes) -> str:
    """Send a picture that is only read, as the canvas does while one draws."""
    return to_code(client.post(READINGS, {"image": upload(data)}), 200)


def by_body(client: Client, data: bytes) -> str:
    """Send the picture as the body itself."""
    # The client leaves out the type of an empty body, unless it is a header.
    answer = client.generic("POST", READINGS, data, CONTENT_TYPE="image/jpeg")
    return to_code(answer, 200)


def by_json(client: Client, data: bytes) -> str:
    """Send the picture as base64."""
    body = json.dumps({"image": base64.b64encode(data).decode()})
    return to_code(client.post(READINGS, body, content_type="application/json"), 200)


def by_batch(client: Client, data: bytes) -> str:
    """Send the picture between two good ones, which it must not spoil."""
    pictures = [upload(GOOD), upload(data), upload(GOOD)]
    answer = client.post(f"{READINGS}batch/", {"images": pictures})
    assert answer.status_code == 200
    first, item, last = answer.json()
    assert first["verdict"] == last["verdict"] == READ
    return item.get("code", READ)


def to_code(answer, success: int) -> str:
    """Return "read", or the code of a refusal whose status is the documented one."""
    if answer.status_code == success:
        return READ
    code = answer.json()["code"]
    assert STATUSES[code] == answer.status_code
    return code


def by_file(path, data: bytes) -> str:
    """Read a file as the command line does."""
    path.write_bytes(data)
    result = read_file(str(path))
    assert not result.error
    return result.payload.get("code", READ)


WAYS: dict[str, Callable[[Client, bytes], str]] = {
    "page": by_page,
    "photo": by_photo,
    "form": by_form,
    "body": by_body,
    "json": by_json,
    "batch": by_batch,
}
