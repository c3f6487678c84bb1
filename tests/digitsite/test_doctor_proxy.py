"""The doctor behind proxies: it names what they pass on wrongly."""

import threading
import time
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from rest_framework.settings import api_settings

from digitsite.diagnosis import proxy
from digitsite.diagnosis.proxy import CLAIMED_ADDRESS, check_time, find_proxy
from digitsite.monitoring.arrival import HEADER, sign_request

FORWARDED, SCHEME = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args): ...


def direct(environ): ...


def appending(environ):
    """Pass a request on as deploy/nginx.conf says."""
    environ[FORWARDED] += ", 10.0.0.7"
    environ[SCHEME] = "http"


def replacing(environ):
    environ[FORWARDED] = "10.0.0.7"


def renaming(environ):
    environ["HTTP_HOST"] = "localhost:8000"


def https_only(environ):
    environ[SCHEME] = "https"


def serve(change):
    """Serve the site behind what changes each request; see `run_server`."""
    site = WSGIHandler()

    def application(environ, start_response):
        change(environ)
        return site(environ, start_response)

    return run_server(application)


@contextmanager
def run_server(application):
    """Run a server of one application; yield its URL."""
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def proxies(settings, monkeypatch):
    """Return a function that sets the number of trusted proxies."""

    def trust(count):
        settings.NUM_PROXIES = count
        monkeypatch.setattr(api_settings, "NUM_PROXIES", count)
        if count:
            settings.SECURE_PROXY_SSL_HEADER = (SCHEME, "https")

    return trust


@pytest.mark.parametrize(
    ("count", "change"), [(0, direct), (1, appending), (1, replacing)]
)
def test_a_site_that_is_set_up_well_is_well(proxies, count, change):
    proxies(count)
    with serve(change) as url:
        found, clock = find_proxy(url)
    client = "10.0.0.7" if count else "127.0.0.1"
    assert (found.status, f"client {client}" in found.detail) == ("ok", True)
    assert (clock.part, clock.status) == ("server clock", "ok")


@pytest.mark.parametrize(
    ("count", "change", "detail", "action"),
    [
        (0, appending, "one rate limit", "Set NUM_PROXIES=1"),
        (1, direct, "choose the address", "Lower NUM_PROXIES"),
        (2, appending, "choose the address", "Lower NUM_PROXIES"),
        (2, replacing, "1 proxies were seen", "Set NUM_PROXIES=1"),
        (0, renaming, "sees localhost:8000", "Host $http_host"),
    ],
)
def test_what_is_set_up_wrongly_is_named(proxies, count, change, detail, action):
    proxies(count)
    with serve(change) as url:
        found, _ = find_proxy(url)
    assert (found.status, detail in found.detail) == ("failed", True)
    assert action in found.action


def test_another_scheme_is_named(proxies):
    proxies(1)
    seen = {"scheme": "https", "host": "a.example"}
    assert list(proxy.check_address("https://a.example/", seen)) == []
    [found] = proxy.check_address("http://a.example", seen)
    assert "X-Forwarded-Proto" in found.action


def test_a_redirect_is_named_with_where_it_leads():
    def redirect(environ, start_response):
        start_response("308 Permanent Redirect", [("Location", f"{there}/healthz")])
        return [b""]

    with serve(direct) as there, run_server(redirect) as url:
        [found] = find_proxy(url)
    assert found.detail == f"{url} redirects to {there}."
    assert found.action.endswith(f"doctor --url {there}")


def test_a_host_that_is_not_allowed_is_named(settings):
    settings.ALLOWED_HOSTS = ["digits.example"]
    with serve(direct) as url:
        [found] = find_proxy(url)
    assert (found.status, "DJANGO_ALLOWED_HOSTS" in found.action) == ("failed", True)


def test_a_site_that_is_not_there_is_named():
    [found] = find_proxy("http://127.0.0.1:1")
    assert (found.status, "can't be reached" in found.detail) == ("failed", True)


def test_another_program_at_the_address_is_named():
    def hello(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"hello"]

    with run_server(hello) as url:
        [found] = find_proxy(url)
    assert "is not this site" in found.detail


def test_a_clock_that_differs_is_named():
    found = check_time({"time": time.time() - 300})
    assert (found.status, "-300 s" in found.detail) == ("failed", True)
    assert check_time({"time": time.time()}).status == "ok"


@pytest.mark.parametrize("value", ["", "doctor", "doctor:x:y"])
def test_only_who_knows_the_secret_key_sees_what_arrives(client, value):
    assert client.get("/healthz", headers={HEADER: value}).json() == {"status": "up"}


def test_what_arrives_is_seen_for_a_minute(client, monkeypatch):
    header = {HEADER: sign_request(), "X-Forwarded-For": CLAIMED_ADDRESS}
    seen = client.get("/healthz", headers=header).json()["seen"]
    assert (seen["host"], seen["forwarded_for"]) == ("testserver", [CLAIMED_ADDRESS])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    assert client.get("/healthz", headers=header).json() == {"status": "up"}


def test_another_secret_key_is_named(monkeypatch):
    monkeypatch.setattr(proxy, "sign_request", lambda: "forged")
    with serve(direct) as url:
        [found] = find_proxy(url)
    assert "another secret key" in found.detail
