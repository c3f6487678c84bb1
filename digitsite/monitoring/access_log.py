"""Access log middleware: one log line and one metrics sample per request."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Self, TypeGuard, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from digitsite.monitoring.logs import REQUEST_ID, get_route
from digitsite.monitoring.metrics import REQUESTS, SECONDS
from recognizer import REFUSALS

GetResponse = Callable[[HttpRequest], HttpResponseBase]

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
LINE = "%(method)s %(route)s %(status)s %(duration_ms)s ms %(bytes)s bytes%(outcomes)s"

logger = logging.getLogger("digitsite.requests")


class CountedStream:
    """Iterator over response chunks that counts their bytes.

    Attributes:
        size: bytes sent so far.
    """

    def __init__(self, chunks: Iterable[bytes], on_close: Callable[[int], None]):
        self.chunks, self.on_close, self.size = iter(chunks), on_close, 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        chunk = next(self.chunks)
        self.size += len(chunk)
        return chunk

    def close(self) -> None:
        """Report the size; Django calls this when the response or the client ends."""
        self.on_close(self.size)


def access_log(get_response: GetResponse) -> GetResponse:
    """Log and count every request once, when its response is complete."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        start = time.perf_counter()
        response = get_response(request)
        record = partial(record_request, request, response, start)
        if has_unknown_size(response):
            chunks = cast(Iterator[bytes], response.streaming_content)
            response.streaming_content = CountedStream(chunks, record)
        else:
            record(0 if request.method == "HEAD" else get_size(response))
        return response

    return middleware


def has_unknown_size(response: HttpResponseBase) -> TypeGuard[StreamingHttpResponse]:
    """Return whether the size of a response is unknown until it was sent."""
    return response.streaming and "Content-Length" not in response


def get_size(response: HttpResponseBase) -> int:
    if isinstance(response, HttpResponse):
        return len(response.content)
    return int(response["Content-Length"])


def record_request(
    request: HttpRequest, response: HttpResponseBase, start: float, size: int
) -> None:
    """Write the log line and the metrics of one request.

    Args:
        request: with the id that the middleware `request_id` gave it.
        response: to it.
        start: `time.perf_counter()` when the request came in.
        size: bytes of the response body that were sent.
    """
    seconds = time.perf_counter() - start
    method = request.method if request.method in METHODS else "other"
    status = response.status_code
    labels = method, get_view_name(request), f"{status // 100}xx"
    REQUESTS.labels(*labels).inc()
    SECONDS.labels(*labels).observe(seconds)
    counts = count_outcomes(getattr(response, "data", None))
    for code, count in counts.get("code", {}).items():
        REFUSALS.labels(code).inc(count)
    outcomes = {name: format_counts(counter) for name, counter in counts.items()}
    fields = {
        "request_id": request.META[REQUEST_ID],
        "method": method,
        "route": "/static/" if is_static(request) else get_route(request),
        "status": status,
        "duration_ms": round(1000 * seconds, 1),
        "bytes": size,
        **outcomes,
    }
    level = logging.WARNING if status >= 500 else logging.INFO
    line = fields | {"outcomes": "".join(f" {text}" for text in outcomes.values())}
    logger.log(level, LINE, line, extra=fields)


def get_view_name(request: HttpRequest) -> str:
    """Return the name of the view as a metrics label with few values."""
    if is_static(request):
        return "static"
    match = request.resolver_match
    return match.view_name if match else "none"


def is_static(request: HttpRequest) -> bool:
    # WhiteNoise answers requests for files before any URL is resolved.
    return not request.resolver_match and request.path.startswith(settings.STATIC_URL)


def count_outcomes(data: Any) -> dict[str, Counter[str]]:
    """Count the verdicts and error codes in the body of an API response.

    Returns:
        Counters by `verdict` and `code`; only those that occur.
    """
    found = list(find_outcomes(data))
    names = sorted({name for name, _ in found}, reverse=True)
    return {name: Counter(v for n, v in found if n == name) for name in names}


def find_outcomes(data: Any) -> Iterator[tuple[str, str]]:
    """Yield them from an error, a reading, a photo, or a list of these."""
    if isinstance(data, list):
        for item in data:
            yield from find_outcomes(item)
    elif isinstance(data, dict):
        reading = data.get("reading", data)
        if isinstance(reading, dict) and "verdict" in reading:
            yield "verdict", reading["verdict"]
        elif "detail" in data and "code" in data:
            yield "code", data["code"]


def format_counts(counts: Counter[str]) -> str:
    """Return `read` for a single outcome, `read 3, nothing 1` for several."""
    if counts.total() == 1:
        return next(iter(counts))
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
