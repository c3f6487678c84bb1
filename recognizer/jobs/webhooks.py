"""Webhooks: a signed request to an address of the owner, once a job has ended."""

import hashlib
import hmac
import http.client
import json
import logging
import socket
import ssl
import threading
import time
from contextlib import closing, suppress
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from recognizer.jobs.models import Job, WebhookState
from recognizer.shared_clock import get_shared_time

SIGNATURE_HEADER = "Digitsite-Signature"
SALT = "recognizer.jobs.webhook"
# Until a connection, and between two packets; then for all of the answer.
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
FIRST_DELAY_SECONDS = 10
# Some 15 hours after the first try.
MAX_TRIES = 8
DELAY_FACTOR = 4
MAX_URL_LENGTH = 500
PORTS = {"http": 80, "https": 443}
LOCAL_SUFFIXES = (".localhost", ".local", ".internal")
# Addresses of IPv6 that lead to one of IPv4, which may be private.
NAT64 = ip_network("64:ff9b::/96")
# All that is assigned of IPv6; beyond lie translators of networks of our own.
GLOBAL_IPV6 = ip_network("2000::/3")
NO_URL = _("Give an http or https URL without user name, of at most 500 characters.")
PRIVATE_URL = _("This address is not public, so this site does not call it.")

logger = logging.getLogger(__name__)


class WebhookRefused(OSError):
    """The address may not be called."""


def check_url(url: str) -> str:
    """Return why an address can't be called; "" if it can, as far as it tells.

    What its host name leads to is looked at before each call.
    """
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.scheme in PORTS and parts.hostname)
        is_whole = is_whole and (parts.port is None or parts.port > 0)
    except ValueError:
        return str(NO_URL)
    is_plain = url.isascii() and url.isprintable() and " " not in url
    has_login = "@" in parts.netloc
    if not (is_whole and is_plain) or has_login or len(url) > MAX_URL_LENGTH:
        return str(NO_URL)
    if not settings.JOB_WEBHOOK_PRIVATE and is_local_name(parts.hostname or ""):
        return str(PRIVATE_URL)
    return ""


def is_local_name(host: str) -> bool:
    """Return whether a host is an address that is not public, or a local name."""
    with suppress(ValueError):
        return not is_public(ip_address(host))
    host = host.rstrip(".")
    # A number without dots, too, is an address to some resolvers.
    return "." not in host or host.endswith(LOCAL_SUFFIXES)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is one of the internet, beyond networks of our own."""
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return is_public(ip.ipv4_mapped)
        if ip in NAT64:
            return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip.sixtofour or ip.teredo or ip not in GLOBAL_IPV6:
            return False
    return ip.is_global and not ip.is_multicast


def get_secret(job: UUID) -> str:
    """Return the key by which the owner of a job checks its webhook; it is not stored.

    Whoever knows `DJANGO_SECRET_KEY` can compute it.
    """
    return salted_hmac(SALT, job.hex, algorithm="sha256").hexdigest()


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header: the time, and the HMAC-SHA256 of both."""
    message = f"{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def build_body(job: Job) -> bytes:
    """Return what is sent: how a job ended."""
    payload: dict[str, Any] = {
        "id": str(job.pk),
        "state": job.state,
        "total": job.total,
        "done": job.read_count,
        "failed": job.failed_count,
        "created": job.created.isoformat(),
        "ended": job.ended and job.ended.isoformat(),
    }
    return json.dumps(payload).encode()


def send_due() -> bool:
    """Make one call that is due; return False if there is none."""
    job = claim_due()
    if job is None:
        return False
    try:
        is_delivered = deliver(job)
    except (OSError, http.client.HTTPException) as e:
        logger.warning("A webhook failed: %s", type(e).__name__)
        is_delivered = False
    note_outcome(job, is_delivered)
    return True


def claim_due() -> Job | None:
    """Claim a call that is due; it is due again later unless it is delivered."""
    now = get_shared_time()
    due = Job.objects.filter(webhook_next__lte=now, webhook_state=WebhookState.WAITING)
    job = due.order_by("webhook_next").first()
    if job is None:
        return None
    delay = timedelta(seconds=FIRST_DELAY_SECONDS * DELAY_FACTOR**job.webhook_tries)
    mine = Job.objects.filter(pk=job.pk, webhook_next=job.webhook_next)
    if not mine.update(webhook_next=now + delay, webhook_tries=F("webhook_tries") + 1):
        return None
    job.webhook_tries += 1
    return job


def note_outcome(job: Job, is_delivered: bool) -> None:
    """Note that a call was delivered, or that it was the last one."""
    if is_delivered:
        state = WebhookState.DELIVERED
    elif job.webhook_tries >= MAX_TRIES:
        state = WebhookState.FAILED
    else:
        return
    Job.objects.filter(pk=job.pk).update(webhook_state=state, webhook_next=None)


def deliver(job: Job) -> bool:
    """Call the address of a job; return whether it was answered with success.

    Redirects are not followed.

    Raises:
        OSError: if it can't be reached, or may not be called.
        HTTPException: if its answer is not HTTP.
    """
    url = urlsplit(job.webhook_url)
    body, timestamp = build_body(job), int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Digitsite",
        SIGNATURE_HEADER: sign(get_secret(job.pk), timestamp, body),
    }
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    with closing(connect(url)) as connection:
        guard = threading.Timer(ANSWER_SECONDS, hang_up, [connection])
        guard.start()
        try:
            connection.request("POST", target, body, headers)
            return 200 <= connection.getresponse().status < 300
        finally:
            guard.cancel()


def hang_up(connection: http.client.HTTPConnection) -> None:
    """End a call whose answer comes byte by byte."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def connect(url: SplitResult) -> http.client.HTTPConnection:
    """Connect to the very address that was looked at: the name may change its own.

    Raises:
        OSError: if it can't be reached, or is not public.
    """
    host, port = url.hostname or "", url.port or PORTS[url.scheme]
    address = find_address(host, port)
    connection = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    connection.sock = socket.create_connection((address, port), CONNECT_SECONDS)
    if url.scheme == "https":
        try:
            connection.sock = ssl.create_default_context().wrap_socket(
                connection.sock, server_hostname=host
            )
        except OSError:
            connection.close()
            raise
    return connection


def find_address(host: str, port: int) -> str:
    """Return an address of a host, all of whose addresses are public.

    Raises:
        WebhookRefused: if one is not.
        OSError: if the name is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]).partition("%")[0] for info in found]
    is_open = all(is_public(ip_address(address)) for address in addresses)
    if not (is_open or settings.JOB_WEBHOOK_PRIVATE):
        raise WebhookRefused
    return addresses[0]
