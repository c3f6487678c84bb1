"""Webhooks: signed, tried again, and never to this site's own network."""

import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from django.utils import timezone

from recognizer.jobs import webhooks
from recognizer.jobs.models import Job
from recognizer.jobs.webhooks import (
    WebhookRefused,
    check_url,
    find_address,
    get_secret,
    is_public,
    send_due,
)

pytestmark = pytest.mark.django_db


@contextmanager
def receiver(status=204, location=""):
    """Serve an address on loopback; yield its URL and the requests that came."""
    requests = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            requests.append((self.path, dict(self.headers), body))
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/done?a=1", requests
    server.shutdown()
    server.server_close()


@pytest.fixture
def private(settings):
    settings.JOB_WEBHOOK_PRIVATE = True


@pytest.fixture
def ended(job, read):
    """Return a function that makes a finished job with a webhook."""
    return lambda url: read(job(count=1, webhook_url=url))


def state(job):
    job.refresh_from_db()
    return job.webhook_state, job.webhook_tries


def test_the_end_of_a_job_is_reported_and_signed(ended, private):
    with receiver() as (url, requests):
        job = ended(url)
        assert send_due()
        assert not send_due()
    [(path, headers, body)] = requests
    assert path == "/done?a=1"
    timestamp, signature = headers["Digitsite-Signature"].split(",")
    message = timestamp.removeprefix("t=").encode() + b"." + body
    key = get_secret(job.pk).encode()
    digest = hmac.new(key, message, hashlib.sha256).hexdigest()
    assert signature == f"v1={digest}"
    sent = json.loads(body)
    assert (sent["id"], sent["state"], sent["done"]) == (str(job.pk), "finished", 1)
    assert state(job) == ("delivered", 1)


def test_a_job_that_runs_or_has_no_webhook_calls_nobody(job, read):
    job(count=1, webhook_url="https://example.com/")
    assert not send_due()
    read(job(count=1))
    Job.objects.exclude(webhook_url="").delete()
    assert not send_due()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_another_answer_is_tried_again_and_no_redirect_followed(ended, private, status):
    with receiver() as (other, followed), receiver(status, other) as (url, requests):
        job = ended(url)
        send_due()
        assert not send_due()
        job.refresh_from_db()
        assert job.webhook_next > timezone.now() + timedelta(seconds=5)
        Job.objects.update(webhook_next=timezone.now())
        send_due()
    assert (len(requests), followed) == (2, [])
    assert state(job) == ("waiting", 2)


def test_after_the_last_try_it_has_failed(ended, private):
    job = ended("http://127.0.0.1:9/")
    Job.objects.update(webhook_tries=webhooks.MAX_TRIES - 1)
    send_due()
    assert state(job) == ("failed", webhooks.MAX_TRIES)
    assert not send_due()


def test_tries_take_longer_each_time(ended):
    job = ended("http://127.0.0.1:9/")
    waits = []
    for _ in range(3):
        due = timezone.now()
        Job.objects.update(webhook_next=due)
        webhooks.claim_due()
        job.refresh_from_db()
        waits.append((job.webhook_next - due).total_seconds())
    # A busy machine may take a moment between.
    assert waits == pytest.approx([10, 40, 160], abs=5)


def test_an_address_of_this_network_is_not_called(ended):
    with receiver() as (url, requests):
        job = ended(url)
        send_due()
    assert requests == []
    assert state(job) == ("waiting", 1)


def test_an_answer_without_end_is_given_up(ended, private, monkeypatch):
    monkeypatch.setattr(webhooks, "ANSWER_SECONDS", 0.2)

    class Endless(BaseHTTPRequestHandler):
        def do_POST(self):
            for _ in range(100):
                self.wfile.write(b"H")
                self.wfile.flush()
                if stop.wait(0.05):
                    return

        def log_message(self, *args):
            pass

    stop = threading.Event()
    server = HTTPServer(("127.0.0.1", 0), Endless)
    threading.Thread(target=server.handle_request, daemon=True).start()
    job = ended(f"http://127.0.0.1:{server.server_port}/")
    send_due()
    stop.set()
    server.server_close()
    assert state(job) == ("waiting", 1)


def test_a_secret_belongs_to_one_job(settings):
    first, second = Job().pk, Job().pk
    assert get_secret(first) == get_secret(first) != get_secret(second)
    before = get_secret(first)
    settings.SECRET_KEY = "another"
    assert get_secret(first) != before


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "https://",
        "example.com",
        "https://user:word@example.com/",
        "https://example.com:99999/",
        "https://example.com/ x",
        "https://exämple.com/",
        "https://[::1",
        f"https://example.com/{'x' * 500}",
    ],
)
def test_what_is_no_url_is_refused(url):
    assert check_url(url).startswith("Give an http")


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "a.localhost", "printer.local", "db", "2130706433"),
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0"),
        *("[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "224.0.0.1"),
        *("[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:1::1]", "100.64.0.1"),
        *("[64:ff9b:1::a00:1]", "[::127.0.0.1]", "[fec0::1]", "[ff0e::1]"),
    ],
)
def test_a_host_of_this_network_is_refused(host, settings):
    assert check_url(f"http://{host}/") == str(webhooks.PRIVATE_URL)
    settings.JOB_WEBHOOK_PRIVATE = True
    assert check_url(f"http://{host}/") == ""


@pytest.mark.parametrize("url", ["https://example.com/x?y", "http://93.184.216.34:81"])
def test_a_public_address_is_accepted(url):
    assert check_url(url) == ""


def test_public_addresses_of_both_kinds_are_public():
    addresses = ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"]
    assert all(is_public(ip_address(address)) for address in addresses)


def test_a_name_that_leads_to_this_network_is_refused(monkeypatch, settings):
    def resolve(*args, **options):
        return [(0, 0, 0, "", ("8.8.8.8", 80)), (0, 0, 0, "", ("127.0.0.1", 80))]

    monkeypatch.setattr(webhooks.socket, "getaddrinfo", resolve)
    with pytest.raises(WebhookRefused):
        find_address("rebinding.example", 80)
    settings.JOB_WEBHOOK_PRIVATE = True
    assert find_address("rebinding.example", 80) == "8.8.8.8"


def test_a_server_that_can_not_speak_tls_is_not_called(ended, private):
    with receiver() as (url, requests):
        job = ended(url.replace("http:", "https:"))
        send_due()
    assert (requests, state(job)) == ([], ("waiting", 1))
