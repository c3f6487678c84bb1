"""Log configuration, and filters that keep personal data out of the log.

No address, file name, cookie, query, header or picture is logged: a request appears by
the name of its route and its outcome only.
"""

import logging
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

# Where the id of a request is in its `META`, and that of the current request.
REQUEST_ID = "digitsite.request_id"
current_id: ContextVar[str] = ContextVar("request_id", default="-")


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# Messages of gunicorn, by their beginnings, and what is logged in their place.
SERVER_MESSAGES = {
    "Invalid request from ip=": "A request was malformed and refused.",
    "Error handling request": "A request failed.",
}


class RequestIdFilter(logging.Filter):
    """Add the id of the current request to each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        # A record that is written after the response was sent carries its own id.
        record.__dict__.setdefault("request_id", current_id.get())
        return True


class RequestDetailsFilter(logging.Filter):
    """Replace the request details that Django logs by the name of the route."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = record.__dict__.pop("request", None)
        if record.name == "django.request" and request is not None:
            record.msg, record.args = "Failed: %s", (get_route(request),)
        elif record.name.startswith("django.security"):
            record.msg, record.args = "Refused: %s", (record.name.rsplit(".", 1)[1],)
            record.exc_info = None
        return True


class ServerDetailsFilter(logging.Filter):
    """Remove address and URL from what gunicorn logs of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        for beginning, text in SERVER_MESSAGES.items():
            if record.getMessage().startswith(beginning):
                record.msg, record.args = text, ()
        return True


def get_route(request: HttpRequest) -> str:
    """Return the URL pattern of a request, never the URL itself."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "-"


def build_logging_config(log_format: str, level: str) -> dict[str, Any]:
    """Build Django's LOGGING setting for text or JSON lines.

    Raises:
        ImproperlyConfigured: if there is no such format or level.
    """
    if log_format not in FORMATTERS:
        raise ImproperlyConfigured(f"LOG_FORMAT is one of {', '.join(FORMATTERS)}.")
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is one of {', '.join(LEVELS)}.")
    console = {
        "class": "logging.StreamHandler",
        "filters": ["request_id", "request_details"],
        "formatter": log_format,
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
            # The access log has a line for each refusal; only faults get a second one.
            "django.request": to_console("ERROR"),
            # In a worker; the log of the master is set in deploy/gunicorn.conf.py.
            "gunicorn.error": to_console("INFO") | {"filters": ["server_details"]},
            # It warns at each HEAD request that it drops the body, which is correct.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            # These two quote the content of files.
            "exifread": to_console("CRITICAL"),
            "PIL": {"level": "WARNING"},
            # These name objects and their signed URLs.
            "boto3": {"level": "WARNING"},
            "botocore": {"level": "WARNING"},
            "urllib3": {"level": "ERROR"},
        },
    }


def to_console(level: str) -> dict[str, Any]:
    return {"handlers": ["console"], "level": level, "propagate": False}


FILTERS = {
    "request_id": {"()": RequestIdFilter},
    "request_details": {"()": RequestDetailsFilter},
    "server_details": {"()": ServerDetailsFilter},
}
FORMATTERS: dict[str, dict[str, Any]] = {
    "text": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"},
    "json": {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": ["levelname", "name", "request_id", "message"],
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": "time",
    },
}
