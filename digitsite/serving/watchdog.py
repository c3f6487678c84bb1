"""Replace a worker that hangs or leaks: it ends, and gunicorn starts another."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WATCH_SECONDS = float(os.environ.get("WEB_WATCH_SECONDS", "10"))
# The longest that a request may take; a client that still sends is not counted.
HANG_SECONDS = float(os.environ.get("WEB_HANG_SECONDS", "300"))
# Above the peak of 64 clients with photos of 12 megapixels, which was 1,750 MB.
MAX_MEMORY_MB = int(os.environ.get("WEB_MAX_MEMORY_MB", "2500"))
# A burst of photos takes memory for a while, a leak for good.
MAX_LARGE_LOOKS = 6
# Requests that do not hang have this long to end.
GRACE_SECONDS = 10
MEMORY_FILE = Path("/proc/self/statm")

App = Callable[[dict[str, Any], Any], Iterable[bytes]]

logger = logging.getLogger(__name__)


@dataclass
class RunningRequest:
    """A request that the application works on.

    Attributes:
        start: when it began.
        waits: returns the seconds for which it waited for its client.
        is_write: whether it may wait for others, as pictures do.
    """

    start: float
    waits: Callable[[], float]
    is_write: bool

    def seconds(self, now: float) -> float:
        """Return for how long the site has worked on it."""
        return now - self.start - self.waits()


class RequestWatch:
    """Knows the requests that are being worked on, and whether any gets ahead."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[int, RunningRequest] = {}
        self._last_write_ended = time.monotonic()

    @contextmanager
    def running(
        self, is_write: bool, waits: Callable[[], float] = lambda: 0.0
    ) -> Iterator[None]:
        """Count a request as running while the context lasts."""
        request = RunningRequest(time.monotonic(), waits, is_write)
        with self._lock:
            self._running[id(request)] = request
        try:
            yield
        finally:
            with self._lock:
                del self._running[id(request)]
                if is_write:
                    self._last_write_ended = time.monotonic()

    def has_hung(self, limit: float) -> bool:
        """Return whether a request takes too long.

        Pictures wait for each other, so that one of them hangs only where none of them
        has been answered for that long.
        """
        now = time.monotonic()
        with self._lock:
            late = [r for r in self._running.values() if r.seconds(now) > limit]
            is_stuck = now - self._last_write_ended > limit
        return any(is_stuck or not request.is_write for request in late)

    def wrap(self, app: App, waits: Callable[[], Callable[[], float]]) -> App:
        """Return the application with its calls counted; what it streams is not.

        Args:
            app: of WSGI.
            waits: returns what a request of this thread waited for its client.
        """

        def watched(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            is_write = environ["REQUEST_METHOD"] not in ("GET", "HEAD", "OPTIONS")
            with self.running(is_write, waits()):
                return app(environ, start_response)

        return watched


class Watchdog(threading.Thread):
    """Looks at the requests and the memory of this process, and ends it in time."""

    def __init__(
        self,
        watch: RequestWatch,
        end: Callable[[bool], None],
        *,
        seconds: float = WATCH_SECONDS,
        hang_seconds: float = HANG_SECONDS,
        max_memory_mb: int = MAX_MEMORY_MB,
    ) -> None:
        """Take the limits; 0 switches one off.

        Args:
            watch: of the requests.
            end: ends the process; it is given whether a request hangs.
            seconds: between two looks.
            hang_seconds: the longest that a request may take.
            max_memory_mb: the most memory for long.
        """
        super().__init__(name="watchdog", daemon=True)
        self._watch, self._end, self._seconds = watch, end, seconds
        self._hang_seconds, self._max_memory_mb = hang_seconds, max_memory_mb
        self._large_looks = 0

    def run(self) -> None:
        while not self.look():
            time.sleep(self._seconds)

    def look(self) -> bool:
        """End the process if it hangs or leaks; return whether it does."""
        has_hung = bool(self._hang_seconds) and self._watch.has_hung(self._hang_seconds)
        is_large = bool(self._max_memory_mb) and read_memory_mb() > self._max_memory_mb
        self._large_looks = self._large_looks + 1 if is_large else 0
        if not has_hung and self._large_looks < MAX_LARGE_LOOKS:
            return False
        logger.error("This worker %s and is replaced", "hangs" if has_hung else "leaks")
        self._end(has_hung)
        return True


def read_memory_mb() -> float:
    """Return the resident memory of this process; 0 where the system does not say."""
    try:
        pages = int(MEMORY_FILE.read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def end_worker(has_hung: bool) -> None:
    """End this process: running requests are answered first, hanging ones are not."""
    os.kill(os.getpid(), signal.SIGTERM)
    if has_hung:
        # The process would wait for their threads for ever.
        time.sleep(GRACE_SECONDS)
        os._exit(1)
