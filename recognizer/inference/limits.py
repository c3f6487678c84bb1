"""How many threads may decode, read, and process a batch at the same time."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Limit:
    """At most so many threads do one kind of work at the same time; others wait.

    Attributes:
        count: number of slots.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._semaphore = threading.BoundedSemaphore(count)
        self._lock = threading.Lock()
        self._held = 0
        # Sum of the times of release, minus those of acquisition.
        self._seconds = 0.0

    @property
    def work_seconds(self) -> float:
        """Return how long slots have been held until now, all together."""
        with self._lock:
            return self._seconds + self._held * time.monotonic()

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold a slot while the context lasts."""
        self._acquire()
        try:
            yield
        finally:
            self._release()

    @contextmanager
    def slot_lent(self) -> Iterator[None]:
        """Lend the slot that this thread holds to others while the context lasts."""
        self._release()
        try:
            yield
        finally:
            self._acquire()

    def _acquire(self) -> None:
        self._semaphore.acquire()
        self._count(1)

    def _release(self) -> None:
        self._semaphore.release()
        self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._held += change
            self._seconds -= change * time.monotonic()


class PixelLimit:
    """Pictures are decoded at the same time while their pixels are within a limit.

    They begin in the order in which they came. One that is larger than the limit is
    decoded alone.
    """

    def __init__(self, pixels: int) -> None:
        self._limit = pixels
        self._in_flight = 0
        self._waiting: deque[object] = deque()
        self._change = threading.Condition()

    @contextmanager
    def slot(self, pixels: int) -> Iterator[None]:
        """Hold so many pixels while the context lasts."""
        pixels = min(pixels, self._limit)
        self._acquire(pixels)
        try:
            yield
        finally:
            with self._change:
                self._in_flight -= pixels
                self._change.notify_all()

    def _acquire(self, pixels: int) -> None:
        ticket = object()
        with self._change:
            self._waiting.append(ticket)
            try:
                self._change.wait_for(lambda: self._is_next(ticket, pixels))
                self._in_flight += pixels
            finally:
                self._waiting.remove(ticket)
                # The picture behind this one may fit too.
                self._change.notify_all()

    def _is_next(self, ticket: object, pixels: int) -> bool:
        fits = self._in_flight + pixels <= self._limit
        return fits and self._waiting[0] is ticket


# The dearest format, WebP, takes 16 bytes a pixel (188 MB for 12 megapixels), so that
# decoding peaks below 400 MB: two phone photos, or one of the largest WebP files.
decoding = PixelLimit(25_000_000)
# More readings at once would only wait for each other and delay small pictures.
reading = Limit(2)
# Two batches side by side would take twice the memory and finish no sooner.
batches = Limit(1)
