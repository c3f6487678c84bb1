"""How the log is written, and what keeps people out of it.

No address, file name, cookie, query, header or picture: only what was asked for by the
name of its route, and how it went.
"""

import logging
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ImproperlyConfigured

current_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Give each log record the id of the request it belongs to."""

    def filter(self, record):
        # What is logged once an answer has left brings the id along.
        record.__dict__.setdefault("request_id", current_id.get())
        return True


class NamelessFilter(logging.Filter):
    """Replace what Django quotes of a request by the name of its route."""

    def filter(self, record):
        request = record.__dict__.pop("request", None)
        if record.name == "django.request" and request is not None:
            record.msg, record.args = "Failed: %s", (route_of(request),)
        elif record.name.startswith("django.security"):
            record.msg, record.args = "Refused: %s", (record.name.rsplit(".", 1)[1],)
            record.exc_info = None
        return True


class PeerlessFilter(logging.Filter):
    """Leave the address out of what gunicorn says of a malformed request."""

    def filter(self, record):
        if record.getMessage().startswith("Invalid request from ip="):
            record.msg, record.args = "A request was malformed and refused.", ()
        return True


def route_of(request) -> str:
    """Return the pattern of the address that was asked for, never the address."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "-"


def logging_config(form: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING for lines of text or of JSON.

    Raises:
        ImproperlyConfigured: if there is no such form.
    """
    if form not in FORMATTERS:
        raise ImproperlyConfigured(f"LOG_FORMAT is one of {', '.join(FORMATTERS)}.")
    console = {
        "class": "logging.StreamHandler",
        "filters": ["request_id", "nameless"],
        "formatter": form,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": FILTERS,
        "formatters": FORMATTERS,
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": to_console("INFO"),
            # Refusals have their line among the requests; faults have a second one.
            "django.request": to_console("ERROR"),
            # In a worker; what its parent says is in deploy/gunicorn.conf.py.
            "gunicorn.error": to_console("INFO") | {"filters": ["peerless"]},
            # Each HEAD would make it say that it drops the body, as it should.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            # These two quote what a file holds.
            "exifread": to_console("CRITICAL"),
            "PIL": {"level": "WARNING"},
        },
    }


def to_console(level: str) -> dict[str, Any]:
    return {"handlers": ["console"], "level": level, "propagate": False}


FILTERS = {
    "request_id": {"()": RequestIdFilter},
    "nameless": {"()": NamelessFilter},
    "peerless": {"()": PeerlessFilter},
}
FORMATTERS = {
    "text": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"},
    "json": {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": ["levelname", "name", "request_id", "message"],
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": "time",
    },
}
