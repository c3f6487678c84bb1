"""One line in the log, and one count, for each request."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings

from digitsite.logs import route_of
from digitsite.metrics import REQUESTS, SECONDS
from recognizer.metrics import REFUSALS

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
LINE = "%(method)s %(route)s %(status)s %(duration_ms)s ms %(bytes)s bytes%(said)s"

logger = logging.getLogger("digitsite.requests")


class Counted:
    """A stream that knows how many bytes have left, and says when it is over."""

    def __init__(self, chunks, finish):
        self.chunks, self.finish, self.size = iter(chunks), finish, 0

    def __iter__(self):
        return self

    def __next__(self):
        chunk = next(self.chunks)
        self.size += len(chunk)
        return chunk

    def close(self):
        """Be called by Django once the answer has left, or the client has."""
        self.finish(self.size)


def observed(get_response):
    """Log and count every request once, when its answer is whole."""

    def middleware(request):
        start = time.perf_counter()
        response = get_response(request)
        finish = partial(note, request, response, start)
        if response.streaming and "Content-Length" not in response:
            response.streaming_content = Counted(response.streaming_content, finish)
        else:
            finish(0 if request.method == "HEAD" else size_of(response))
        return response

    return middleware


def size_of(response) -> int:
    if response.streaming:
        return int(response["Content-Length"])
    return len(response.content)


def note(request, response, start: float, size: int) -> None:
    """Write one request down, for people and for Prometheus."""
    seconds = time.perf_counter() - start
    method = request.method if request.method in METHODS else "other"
    status = response.status_code
    kinds = method, view_of(request), f"{status // 100}xx"
    REQUESTS.labels(*kinds).inc()
    SECONDS.labels(*kinds).observe(seconds)
    told = outcomes(getattr(response, "data", None))
    for code, count in told.get("code", {}).items():
        REFUSALS.labels(code).inc(count)
    said = {name: in_words(counts) for name, counts in told.items()}
    fields = {
        "request_id": request.id,
        "method": method,
        "route": "/static/" if is_static(request) else route_of(request),
        "status": status,
        "duration_ms": round(1000 * seconds, 1),
        "bytes": size,
        **said,
    }
    level = logging.WARNING if status >= 500 else logging.INFO
    line = fields | {"said": "".join(f" {words}" for words in said.values())}
    logger.log(level, LINE, line, extra=fields)


def view_of(request) -> str:
    """Return the name of the view; there are so many and no more."""
    if is_static(request):
        return "static"
    match = request.resolver_match
    return match.view_name if match else "none"


def is_static(request) -> bool:
    # Files are answered before any address is looked up.
    return not request.resolver_match and request.path.startswith(settings.STATIC_URL)


def outcomes(data: Any) -> dict[str, Counter]:
    """Count the verdicts and the codes of refusals in what the API answers."""
    found = list(verdicts_and_codes(data))
    names = sorted({name for name, _ in found}, reverse=True)
    return {name: Counter(v for n, v in found if n == name) for name in names}


def verdicts_and_codes(data: Any) -> Iterator[tuple[str, str]]:
    """Find them in a refusal, a reading, a photo, or a list of these."""
    if isinstance(data, list):
        for one in data:
            yield from verdicts_and_codes(one)
    elif isinstance(data, dict):
        reading = data.get("reading", data)
        if isinstance(reading, dict) and "verdict" in reading:
            yield "verdict", reading["verdict"]
        elif "detail" in data and "code" in data:
            yield "code", data["code"]


def in_words(counts: Counter) -> str:
    """Return `read` for one, `read 3, nothing 1` for several."""
    if counts.total() == 1:
        return next(iter(counts))
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
