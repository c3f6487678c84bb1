"""Development settings serve this machine and its network, never the public."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks

from benchmarks.serving import ROOT
from digitsite.serving import exposure
from digitsite.serving.exposure import find_exposure

STRONG = "a-long-random-text-with-0123456789-made-for-this-very-test"
LOOPBACK, LAN, PUBLIC = "127.0.0.1", "192.168.1.7", "8.8.8.8"


@pytest.fixture
def site(settings):
    """Return a function that sets what matters here; all else is fit for production."""

    def configure(debug=False, key=STRONG, hosts=("localhost",), proxies=0):
        settings.DEBUG, settings.SECRET_KEY = debug, key
        settings.ALLOWED_HOSTS, settings.NUM_PROXIES = list(hosts), proxies

    return configure


@pytest.mark.parametrize("host", [PUBLIC, "[2606:4700::1111]"])
@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({"debug": True}, "DJANGO_DEBUG is on"),
        ({"key": "for-development-only-" + "0" * 50}, "that of development"),
        ({"key": "short"}, "can be guessed"),
        ({"key": "ab" * 40}, "can be guessed"),
    ],
)
def test_a_public_address_needs_the_settings_of_production(site, host, fault, word):
    site(**fault)
    assert word in find_exposure([host])


@pytest.mark.parametrize(
    "place",
    [{"hosts": ["digits.example"]}, {"hosts": [PUBLIC]}, {"proxies": 1}],
)
def test_a_public_name_or_a_proxy_makes_a_site_public(site, place):
    site(debug=True, **place)
    assert find_exposure([LOOPBACK]).startswith("Not served: DJANGO_DEBUG is on")


@pytest.mark.parametrize("host", [LOOPBACK, LAN, "::1", "unix:/run/site", ""])
@pytest.mark.parametrize("hosts", [["*"], ["localhost", "site.local", LAN]])
def test_development_serves_this_machine_and_its_network(site, host, hosts):
    site(debug=True, key="short", hosts=hosts)
    assert find_exposure([host]) == ""


@pytest.mark.parametrize("key", ["for-development-only-" + "0" * 50, "short"])
def test_a_site_that_accepts_any_name_is_public(site, key):
    site(key=key, hosts=["localhost", "*"])
    assert "DJANGO_ALLOWED_HOSTS accepts any name (*)" in find_exposure([LOOPBACK])


@pytest.mark.parametrize(
    ("configured", "count"),
    [
        ({"hosts": ["*"]}, 1),
        ({"hosts": ["digits.example"]}, 0),
        ({"hosts": ["*"], "debug": True}, 0),
    ],
)
def test_a_deployment_that_accepts_any_name_is_warned_of(site, configured, count):
    site(**configured)
    messages = run_checks(include_deployment_checks=True)
    found = [m for m in messages if m.id == "digitsite.W001"]
    assert len(found) == count
    assert all("DJANGO_ALLOWED_HOSTS has *" in message.msg for message in found)


def test_a_strong_key_may_serve_any_name(site):
    site(hosts=["*"])
    assert find_exposure([LOOPBACK]) == ""


@pytest.mark.parametrize("host", [LOOPBACK, LAN, PUBLIC, "0.0.0.0"])
def test_production_is_served_everywhere(site, host, monkeypatch):
    monkeypatch.setattr(exposure, "get_local_address", lambda: PUBLIC)
    site(hosts=["digits.example"], proxies=1)
    assert find_exposure([host]) == ""


@pytest.mark.parametrize(("own", "is_public"), [(PUBLIC, True), (LAN, False)])
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_all_interfaces_are_as_public_as_this_machine(
    site, monkeypatch, own, is_public, host
):
    monkeypatch.setattr(exposure, "get_local_address", lambda: own)
    site(debug=True)
    assert bool(find_exposure([host])) is is_public


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        (LOOPBACK, {}, 200),
        (LAN, {}, 200),
        ("fe80::1", {}, 200),
        (LOOPBACK, {"X-Forwarded-For": LAN}, 200),
        (PUBLIC, {}, 403),
        (LOOPBACK, {"X-Forwarded-For": f"{PUBLIC}, {LAN}"}, 403),
        (LOOPBACK, {"X-Real-IP": PUBLIC}, 403),
        (LOOPBACK, {"Forwarded": f'for="{PUBLIC}";proto=https'}, 403),
        (LOOPBACK, {"Forwarded": 'for="[2606:4700::1111]:4711"'}, 403),
        (LOOPBACK, {"X-Forwarded-For": f"{PUBLIC}:4711"}, 403),
        (LOOPBACK, {"CF-Connecting-IP": PUBLIC}, 403),
        (LOOPBACK, {"CF-Connecting-IPv6": "2606:4700::1111"}, 403),
        (LOOPBACK, {"True-Client-IP": PUBLIC}, 403),
        (LOOPBACK, {"X-Real-IP": f"{LAN}:4711"}, 200),
    ],
)
def test_development_answers_no_client_from_elsewhere(
    client, settings, address, headers, status
):
    settings.DEBUG = True
    answer = client.get("/healthz", headers=headers, REMOTE_ADDR=address)
    assert answer.status_code == status


def test_production_answers_clients_from_everywhere(client):
    assert client.get("/healthz", REMOTE_ADDR=PUBLIC).status_code == 200


def start(monkeypatch, **environment):
    """Start a server that does not get far; return its exit code and what it said."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DIGIT_ENGINE", "tests.support.engines.load_seven")
    command = ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", "127.0.0.1:0"]
    done = subprocess.run(
        [sys.executable, *command, "digitsite.wsgi"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return SimpleNamespace(code=done.returncode, words=done.stderr)


@pytest.mark.slow
def test_a_server_does_not_start_in_development_under_a_public_name(monkeypatch):
    hosts = {"DJANGO_DEBUG": "1", "DJANGO_ALLOWED_HOSTS": "digits.example"}
    done = start(monkeypatch, **hosts)
    assert done.code != 0
    assert "Not served: DJANGO_DEBUG is on" in done.words
    assert "Traceback" not in done.words


@pytest.mark.slow
@pytest.mark.parametrize("place", [{"NUM_PROXIES": "1"}, {"DJANGO_ALLOWED_HOSTS": "*"}])
def test_a_server_does_not_start_with_a_weak_key_in_public(monkeypatch, place):
    settings = {"DJANGO_DEBUG": "0", "DJANGO_SECRET_KEY": "x"}
    done = start(monkeypatch, **settings, **place)
    assert done.code != 0
    assert "DJANGO_SECRET_KEY can be guessed" in done.words


@pytest.mark.slow
def test_a_server_says_in_one_line_what_is_not_configured(monkeypatch):
    done = start(monkeypatch, DJANGO_DEBUG="maybe")
    assert "Not configured: DJANGO_DEBUG has to be 1 or 0" in done.words
    assert (done.code != 0, "Traceback" in done.words) == (True, False)
