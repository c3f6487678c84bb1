"""What of a request arrives here: `/healthz` shows it to `manage.py doctor` alone."""

import time
from typing import Any

from django.core import signing
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle

# Signed with the site's secret key, and by that only valid from one of its own.
HEADER = "X-Digitsite-Doctor"
SALT = "digitsite.doctor"
MAX_AGE_SECONDS = 60


def sign_request() -> str:
    """Return the value of the header for one look."""
    return signing.dumps("doctor", salt=SALT)


def is_signed(request: HttpRequest) -> bool:
    """Return whether a request comes from somebody who knows the secret key."""
    try:
        signing.loads(request.headers[HEADER], salt=SALT, max_age=MAX_AGE_SECONDS)
    except (KeyError, signing.BadSignature):
        return False
    return True


def describe_arrival(request: HttpRequest) -> dict[str, Any]:
    """Return scheme, host and client of a request as the site takes them."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return {
        "scheme": request.scheme,
        "host": request.get_host(),
        # What rate limits count by: see `NUM_PROXIES`.
        "client": BaseThrottle().get_ident(request),  # type: ignore[arg-type]
        "forwarded_for": [part.strip() for part in forwarded.split(",") if part],
        "time": time.time(),
    }
