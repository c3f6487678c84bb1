"""The log: a line for each request, and nobody in it."""

import json
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pythonjsonlogger.json import JsonFormatter

from digitsite.monitoring.access_log import count_outcomes
from digitsite.monitoring.logs import (
    FORMATTERS,
    RequestDetailsFilter,
    RequestIdFilter,
    ServerDetailsFilter,
    build_logging_config,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]
SECRETS = ["secret", "192.0.2.7", "Firefox", "cookie"]


@pytest.fixture
def lines(caplog):
    """Return a function that gives the log's lines about requests, as fields."""
    caplog.set_level(logging.INFO, "digitsite.requests")

    def find():
        found = [r for r in caplog.records if r.name == "digitsite.requests"]
        return [json.loads(formatter().format(record)) for record in found]

    return find


def formatter():
    options = {k: v for k, v in FORMATTERS["json"].items() if k != "()"}
    return JsonFormatter(**options)


def test_a_reading_has_one_line(client, upload, lines):
    answer = client.post("/api/v1/readings/?explain=1", {"image": upload()})
    [line] = lines()
    assert line["duration_ms"] > 0
    assert {name: line[name] for name in ("method", "route", "status", "verdict")} == {
        "method": "POST",
        "route": "/api/v1/readings/",
        "status": 200,
        "verdict": "read",
    }
    assert line["bytes"] == len(answer.content)


def test_a_refusal_has_its_code(client, lines):
    client.post("/api/v1/readings/", {"image": "%%"})
    assert [(line["status"], line["code"]) for line in lines()] == [
        (400, "invalid_input")
    ]


def test_a_route_stands_for_the_address_of_a_photo(visitor, upload, lines):
    photo = visitor.post("/api/v1/photos/", {"image": upload()}).json()
    visitor.get(photo["url"])
    assert [line["route"] for line in lines()] == [
        "/api/v1/photos/",
        "/api/v1/photos/<uuid:pk>/",
    ]
    assert lines()[0]["verdict"] == "read"


@pytest.mark.parametrize("path", ["/nowhere/secret/", "/static/secret.css", "/?secret"])
def test_nobody_is_in_the_log(client, upload, caplog, path):
    caplog.set_level(logging.DEBUG)
    client.cookies["secret"] = "cookie"
    headers = {"REMOTE_ADDR": "192.0.2.7", "HTTP_USER_AGENT": "Firefox"}
    client.get(path, **headers)
    client.post("/api/v1/readings/", {"image": upload(name="secret.png")}, **headers)
    written = "\n".join(formatter().format(record) for record in own(caplog.records))
    assert "digitsite.requests" in written
    assert not [secret for secret in SECRETS if secret in written]


def own(records):
    """Return what the log would take: Django says nothing of refusals there."""
    return [
        record
        for record in records
        if not (record.name == "django.request" and record.levelno < logging.ERROR)
        and not record.name.startswith(("asyncio", "django.template"))
    ]


def test_what_streams_is_logged_when_it_is_over(visitor, upload, lines):
    visitor.post("/api/v1/photos/", {"image": upload()})
    answer = visitor.get("/api/v1/photos/export/?format=csv")
    assert len(lines()) == 1
    size = len(b"".join(answer.streaming_content))
    answer.close()
    assert [line["bytes"] for line in lines()[1:]] == [size]


def test_the_line_has_the_id_of_the_answer_and_later_lines_have_none(client, lines):
    answer = client.get("/healthz")
    assert [line["request_id"] for line in lines()] == [answer["X-Request-ID"]]
    record = logging.makeLogRecord({})
    RequestIdFilter().filter(record)
    assert record.request_id == "-"


def test_what_streams_has_its_id_too(visitor, lines):
    answer = visitor.get("/api/v1/photos/export/?format=csv")
    answer.close()
    assert [line["request_id"] for line in lines()] == [answer["X-Request-ID"]]


def test_no_byte_is_counted_that_is_not_sent(client, lines):
    client.head("/api/v1/model/")
    assert [(line["method"], line["bytes"]) for line in lines()] == [("HEAD", 0)]


def test_a_picture_has_one_line_with_its_size(visitor, upload, lines):
    photo = visitor.post("/api/v1/photos/", {"image": upload()}).json()
    size = len(b"".join(visitor.get(photo["image"]).streaming_content))
    assert [line["bytes"] for line in lines()[1:]] == [size]


def test_a_fault_is_named_by_its_route_alone(monkeypatch, caplog):
    def broken(request):
        raise RuntimeError

    monkeypatch.setattr("gallery.views.pages.get_photos", broken)
    Client(raise_request_exception=False).get("/privacy/?secret")
    [record] = [r for r in caplog.records if r.name == "django.request"]
    RequestDetailsFilter().filter(record)
    assert record.getMessage() == "Failed: /privacy/"
    assert "secret" not in formatter().format(record)


def test_a_refused_host_is_not_repeated(client, caplog):
    client.get("/api/v1/model/", SERVER_NAME="secret.example")
    [record] = [r for r in caplog.records if r.name.startswith("django.security")]
    RequestDetailsFilter().filter(record)
    assert "secret" not in formatter().format(record)
    assert record.getMessage() == "Refused: DisallowedHost"


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        (
            ("Invalid request from ip=192.0.2.7: Invalid HTTP method",),
            "A request was malformed and refused.",
        ),
        (
            ("Error handling request %s %s", "GET", "/join/?key=secret"),
            "A request failed.",
        ),
        (("Booting worker with pid: %s", 7), "Booting worker with pid: 7"),
    ],
)
def test_gunicorn_tells_neither_address_nor_query(said, logged):
    record = logging.LogRecord("gunicorn.error", 40, "", 0, said[0], said[1:], None)
    ServerDetailsFilter().filter(record)
    assert record.getMessage() == logged


def test_several_pictures_of_a_request_are_counted():
    answer = [{"verdict": "read"}, {"code": "empty_upload", "detail": ""}] * 2
    counts = count_outcomes([*answer, {"reading": {"verdict": "nothing"}}])
    assert counts == {
        "verdict": {"read": 2, "nothing": 1},
        "code": {"empty_upload": 2},
    }


def test_an_unknown_format_is_named():
    with pytest.raises(ImproperlyConfigured, match="text, json"):
        build_logging_config("xml", "INFO")
