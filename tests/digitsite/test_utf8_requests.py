"""Requests by WSGI and ASGI are UTF-8, whatever charset their Content-Type names."""

from importlib import import_module
from io import BytesIO

import pytest
from django.test import AsyncRequestFactory, RequestFactory

# Codecs that decode no text, or none with replacements; one that is none; others.
CHARSETS = ["hex", "zip", "rot13", "undefined", "idna", "x" * 5000, "latin-1", "utf-7"]
FORM = "application/x-www-form-urlencoded"
QUERY = "name=M%C3%BCll&broken=%ff"


@pytest.fixture(autouse=True)
def unloaded(monkeypatch):
    """Let the modules of servers ask for no model, nor later processes."""
    monkeypatch.setenv("DIGIT_MODEL_PRELOAD", "0")


def get_request_class(interface):
    return import_module(f"digitsite.{interface}").application.request_class


def by_wsgi(content_type, body):
    environ = RequestFactory().post(f"/?{QUERY}").environ
    changes = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    environ |= changes | {"wsgi.input": BytesIO(body)}
    return get_request_class("wsgi")(environ)


def by_asgi(content_type, body):
    scope = AsyncRequestFactory().get(f"/?{QUERY}").scope
    headers = [(b"content-type", content_type.encode())]
    changes = {"method": "POST", "headers": headers, "query_string": QUERY.encode()}
    return get_request_class("asgi")(scope | changes, BytesIO(body))


@pytest.mark.parametrize("build", [by_wsgi, by_asgi])
@pytest.mark.parametrize("charset", CHARSETS)
def test_the_query_is_utf8(build, charset):
    request = build(f"image/png; charset={charset}", b"")
    assert request.GET["name"] == "Müll"
    assert request.content_type == "image/png"


@pytest.mark.parametrize("build", [by_wsgi, by_asgi])
@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_is_utf8(build, charset):
    request = build(f"{FORM}; charset={charset}", b"name=M%C3%BCll")
    assert request.POST["name"] == "Müll"
