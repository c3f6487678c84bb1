"""The way to the site: what proxies in front of it pass on, as the server sees it."""

import json
import time
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

from digitsite.diagnosis.findings import Finding, failed, ok, warning
from digitsite.monitoring.arrival import HEADER, sign_request

# Claimed as the client's address; of a network that is for documentation only.
CLAIMED_ADDRESS = "192.0.2.77"
TIMEOUT_SECONDS = 10
MAX_SKEW_SECONDS = 5
SHOW = "nginx: proxy_set_header {}; as in deploy/nginx.conf."
FORWARDED = "X-Forwarded-For $proxy_add_x_forwarded_for"
UNKNOWN_HOST = "Add the host's name to DJANGO_ALLOWED_HOSTS, and start the site anew."
CERTIFICATE = "Is the site started? Does the name lead here, is its certificate valid?"
OTHER_KEY = "Run doctor with the settings of the server, DJANGO_SECRET_KEY included."


class NoArrival(Exception):
    """No request arrived as it should.

    Attributes:
        action: what to do.
    """

    def __init__(self, detail: str, action: str) -> None:
        super().__init__(detail)
        self.action = action


def find_proxy(url: str) -> Iterator[Finding]:
    """Send a request to the site's public URL and look at what arrives.

    Args:
        url: as visitors type it; "" sends nothing.
    """
    if not url:
        action = "Give the address that visitors type: doctor --url https://…"
        yield warning("proxy", "not looked at without --url", action)
        return
    try:
        seen = fetch_arrival(url)
    except NoArrival as error:
        yield failed("proxy", str(error), error.action)
        return
    detail = f"{seen['scheme']}://{seen['host']}, client {seen['client']}"
    good = ok("proxy", f"the server sees {detail}")
    yield from [*check_address(url, seen), *check_client(seen)] or [good]
    yield check_time(seen)


def fetch_arrival(url: str) -> dict[str, Any]:
    """Return what the server saw of a request that claims an address.

    Raises:
        NoArrival: if it did not see it, or does not tell.
    """
    headers = {HEADER: sign_request(), "X-Forwarded-For": CLAIMED_ADDRESS}
    request = Request(f"{url.rstrip('/')}/healthz", headers=headers)
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            check_redirect(url, answer.url)
            body = json.load(answer)
    except HTTPError as error:
        action = UNKNOWN_HOST if error.code == 400 else CERTIFICATE
        raise NoArrival(f"{url} answers {error.code}.", action) from error
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        raise NoArrival(f"{url} can't be reached: {reason}", CERTIFICATE) from error
    except ValueError as error:
        detail = f"{url} answers, and is not this site."
        raise NoArrival(detail, CERTIFICATE) from error
    if "seen" not in body:
        raise NoArrival("The server has another secret key, or version.", OTHER_KEY)
    seen: dict[str, Any] = body["seen"]
    return seen


def check_redirect(url: str, answered: str) -> None:
    """Compare the address with that of the answer.

    Raises:
        NoArrival: if they differ, as where http is redirected to https.
    """
    sent, final = (urlsplit(text) for text in (url, answered))
    if (sent.scheme, sent.netloc) != (final.scheme, final.netloc):
        site = f"{final.scheme}://{final.netloc}"
        raise NoArrival(
            f"{url} redirects to {site}.", f"Look there: doctor --url {site}"
        )


def check_address(url: str, seen: dict[str, Any]) -> Iterator[Finding]:
    """Compare scheme and host with those of the request."""
    sent = urlsplit(url)
    if seen["scheme"] != sent.scheme:
        detail = f"{sent.scheme} was asked for, and the server sees {seen['scheme']}."
        header = SHOW.format("X-Forwarded-Proto $scheme")
        yield failed("proxy", detail, f"Set NUM_PROXIES=1 or more. {header}")
    if seen["host"] != sent.netloc:
        detail = f"{sent.netloc} was asked for, and the server sees {seen['host']}."
        yield failed("proxy", detail, SHOW.format("Host $http_host"))


def check_client(seen: dict[str, Any]) -> Iterator[Finding]:
    """Look for a client that can choose its address, or that is lost behind proxies."""
    proxies = settings.NUM_PROXIES
    added = [part for part in seen["forwarded_for"] if part != CLAIMED_ADDRESS]
    if seen["client"] == CLAIMED_ADDRESS:
        detail = "Clients can choose the address that rate limits count by."
        action = f"Lower NUM_PROXIES ({proxies}) to the number of proxies, or:"
        yield failed("proxy", detail, f"{action} {SHOW.format(FORWARDED)}")
    elif proxies == 0 and added:
        yield failed(
            "proxy",
            "A proxy is in front, so all clients share one rate limit.",
            f"Set NUM_PROXIES={len(added)}, the number of your own proxies.",
        )
    elif len(added) < proxies:
        detail = f"NUM_PROXIES is {proxies}, and {len(added)} proxies were seen."
        action = f"Set NUM_PROXIES={len(added)}, or let each add the client:"
        yield failed("proxy", detail, f"{action} {SHOW.format(FORWARDED)}")


def check_time(seen: dict[str, Any]) -> Finding:
    """Compare the server's clock with this machine's."""
    skew = seen["time"] - time.time()
    if abs(skew) > MAX_SKEW_SECONDS:
        detail = f"The server's clock is {skew:+.0f} s from this machine's."
        action = "Let both follow a time server: timedatectl set-ntp true."
        return failed("server clock", detail, action)
    return ok("server clock", "as this machine's")
