"""Load limit: refuse pictures at once, body unread, while too many wait."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponse

from digitsite.exceptions import json_error_response
from gallery.views.home import show_busy
from recognizer import Busy, admission

GetResponse = Callable[[HttpRequest], HttpResponse]

# By the names of the routes whose POST requests hold pictures to read.
READING_ROUTES = {"api-readings", "api-batch", "api-photos", "gallery-upload"}
# A client that is cut off while it sends may never see the response.
MAX_DRAIN_SECONDS = 5
DRAIN_CHUNK_BYTES = 64 * 1024


def load_limit(get_response: GetResponse) -> GetResponse:
    """Admit requests with pictures until too many wait; refuse the others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with ExitStack() as until_answered:
            request.until_answered = until_answered  # type: ignore[attr-defined]
            return get_response(request)

    def process_view(
        request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not has_pictures(request):
            return None
        try:
            request.until_answered.enter_context(admission.place())  # type: ignore[attr-defined]
        except Busy as busy:
            return refuse(request, busy)
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def has_pictures(request: HttpRequest) -> bool:
    """Return whether a request holds pictures to read, as far as its head tells."""
    match = request.resolver_match
    is_read_here = match is not None and match.view_name in READING_ROUTES
    return is_read_here and request.method == "POST"


def refuse(request: HttpRequest, busy: Busy) -> HttpResponse:
    """Build the response, as JSON under /api/ and as a page elsewhere."""
    if request.path.startswith("/api/"):
        response = json_error_response(busy.code, busy.message)
    else:
        response = show_busy(request, busy)
    response["Retry-After"] = busy.seconds
    drain_once_sent(request, response)
    return response


def drain_once_sent(request: HttpRequest, response: HttpResponse) -> None:
    """Discard the body of a request once its response was sent.

    A server that closes the connection on unread bytes resets it, and a client that
    still sends would take that for a lost network.
    """
    close = response.close

    def drain_and_close() -> None:
        drain(request)
        close()

    response.close = drain_and_close  # type: ignore[method-assign]


def drain(request: HttpRequest) -> None:
    """Read and forget what a client sends, for a short time."""
    end = time.monotonic() + MAX_DRAIN_SECONDS
    try:
        while time.monotonic() < end and request.read(DRAIN_CHUNK_BYTES):
            pass
    except OSError:
        pass  # the client is gone
