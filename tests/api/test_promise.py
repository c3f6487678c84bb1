"""What version 1 of the API promises: change this file only by adding lines.

See *Versioning* in docs/api.md.
"""

import pytest
from django.test import Client

from digitsite.exceptions import STATUSES

CODES = {
    "empty_upload": 400,
    "unreadable_photo": 400,
    "invalid_input": 400,
    "invalid_token": 401,
    "csrf_failed": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "not_acceptable": 406,
    "job_state_conflict": 409,
    "photo_too_large": 413,
    "unsupported_format": 415,
    "range_not_satisfiable": 416,
    "idempotency_key_reused": 422,
    "throttled": 429,
    "server_error": 500,
    "model_unavailable": 503,
    "busy": 503,
    "not_ready": 503,
    "storage_full": 507,
    "storage_unavailable": 503,
}
# Method, address, what it answers when all is well, and what it may be asked with.
OPERATIONS = {
    ("post", "/readings/", "200", "explain"),
    ("post", "/readings/batch/", "200", "explain"),
    ("get", "/photos/", "200", "corrected cursor label page_size verdict"),
    ("post", "/photos/", "200 201", "Idempotency-Key explain"),
    ("delete", "/photos/", "204", ""),
    ("get", "/photos/export/", "200", "corrected format label verdict"),
    ("get", "/photos/{id}/", "200", ""),
    ("patch", "/photos/{id}/", "200", ""),
    ("delete", "/photos/{id}/", "204", ""),
    ("get", "/photos/{id}/image/", "200 206", "If-Range Range"),
    ("get", "/photos/{id}/thumbnail/", "200 206", "If-Range Range"),
    ("get", "/photos/{id}/thumbnail/small/", "200 206", "If-Range Range"),
    ("get", "/model/", "200", ""),
    ("delete", "/visitor/", "204", ""),
    ("get", "/jobs/", "200", "cursor page_size"),
    ("post", "/jobs/", "201", "Idempotency-Key"),
    ("get", "/jobs/{id}/", "200", ""),
    ("delete", "/jobs/{id}/", "204", ""),
    ("post", "/jobs/{id}/pause/", "200", ""),
    ("post", "/jobs/{id}/resume/", "200", ""),
    ("post", "/jobs/{id}/cancel/", "200", ""),
    ("get", "/jobs/{id}/results/", "200", "format"),
}
READING = {
    "text": str,
    "verdict": str,
    "confidence": float,
    "digits": [
        {
            "label": int,
            "confidence": float,
            "probabilities": [float],
            "box": [int],
            "line": int,
        }
    ],
    "numbers": [
        {
            "text": str,
            "digits": [int],
            "box": [int],
            "confidence": float,
            "line": int,
            "row": type(None),
            "column": type(None),
        }
    ],
    "photo": {"width": int, "height": int, "format": str, "frames": int, "frame": int},
    "metadata": {"removed": list, "location": bool},
    "model": {"name": str, "version": str},
}
PHOTO = {
    "id": str,
    "url": str,
    "image": str,
    "thumbnail": str,
    "created": str,
    "reading": READING,
    "correction": type(None),
}
PAGE = {"next": type(None), "previous": type(None), "results": [PHOTO]}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


def has_shape(value, shape):
    """Return whether a value has at least the fields of a shape, in their types."""
    if isinstance(shape, dict):
        return all(has_shape(value[name], shape[name]) for name in shape)
    if isinstance(shape, list):
        return bool(value) and all(has_shape(item, shape[0]) for item in value)
    return type(value) in ((int, float) if shape is float else (shape,))


def test_no_code_goes_or_gets_another_status():
    assert {code: STATUSES.get(code) for code in CODES} == CODES


def test_every_code_is_promised():
    assert set(STATUSES) == set(CODES)


def test_no_operation_goes_or_is_asked_otherwise(client):
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    known = {(method, path) for path, methods in paths.items() for method in methods}
    assert known == {(method, f"/api/v1{path}") for method, path, *_ in OPERATIONS}
    for method, path, statuses, parameters in OPERATIONS:
        operation = paths[f"/api/v1{path}"][method]
        names = {given["name"] for given in operation.get("parameters", [])}
        assert set(parameters.split()) <= names
        assert set(statuses.split()) <= set(operation["responses"])


def test_no_parameter_becomes_necessary(client):
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    needed = {
        given["name"]
        for methods in paths.values()
        for operation in methods.values()
        for given in operation.get("parameters", [])
        if given.get("required")
    }
    assert needed == {"id", "format"}


def test_no_field_goes_or_gets_another_type(program, upload):
    robot = program()
    reading = robot.post("/api/v1/readings/", {"image": upload()}).json()
    photo = robot.post("/api/v1/photos/", {"image": upload()}).json()
    page = robot.get("/api/v1/photos/").json()
    assert has_shape(reading, READING)
    assert has_shape(photo, PHOTO)
    assert has_shape(page, PAGE)


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("post", "readings/", {}),
        ("get", "photos/?label=x", {}),
        ("put", "photos/", {}),
        ("get", "nothing/", {}),
        ("get", "photos/", {"Authorization": "Bearer x"}),
    ],
)
def test_every_refusal_has_a_code_and_a_sentence(program, method, path, headers):
    refusal = getattr(program(), method)(f"/api/v1/{path}", headers=headers)
    payload = refusal.json()
    assert CODES[payload["code"]] == refusal.status_code
    assert payload["detail"].endswith((".", "?"))
    assert set(payload) <= {"code", "detail", "fields"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("get", "/", {}, 200),
        ("get", "/nowhere/", {}, 404),
        ("post", "/upload/", {}, 403),
        ("get", "/gallery", {}, 301),
        ("get", "/api/v1/model/", {}, 200),
        ("get", "/api/v1/model/", {"If-None-Match": "*"}, 304),
        ("get", "/api/v1/model/", {"Authorization": "Bearer x"}, 401),
        ("get", "/api/v1/model/", {"Accept": "image/png"}, 406),
        ("get", "/api/v1/model/", {"Host": "elsewhere.example"}, 400),
        ("head", "/api/v1/photos/", {}, 200),
        ("options", "/api/v1/photos/", {}, 200),
        ("delete", "/api/v1/photos/", {}, 403),
        ("put", "/api/v1/photos/", {}, 403),
        ("get", "/api/v1/nothing/", {}, 404),
        ("get", "/api/v1/broken/", {}, 500),
        ("get", "/healthz", {}, 200),
    ],
)
@pytest.mark.urls("tests.api.broken_urls")
def test_every_answer_has_an_id(method, path, headers, status):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    sent = {"X-Request-ID": "a1b2c3d4-e5f6", **headers}
    answer = getattr(client, method)(path, headers=sent)
    assert answer.status_code == status
    assert answer["X-Request-ID"] == "a1b2c3d4-e5f6"
