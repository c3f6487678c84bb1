"""Which requests may wait for a reading, and when a refused one may come back."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from recognizer.errors import Busy
from recognizer.inference import limits
from recognizer.inference.limits import Limit

# Before anything was measured: a 12-megapixel photo took 0.106 s of one core.
FIRST_REQUEST_SECONDS = 0.1
# The share of the last request in the average: some 16 requests count.
LAST_SHARE = 1 / 16
MAX_RETRY_SECONDS = 60


class Admission:
    """Admits requests while at most `MAX_WAITING` of them wait for a reading.

    A request is admitted before its body is read, and counts until it is answered: its
    upload and its pictures are held for it.
    """

    def __init__(self, limit: Limit) -> None:
        """Take the limit on readings at the same time."""
        self._limit = limit
        self._lock = threading.Lock()
        self._admitted = 0
        self._request_seconds = FIRST_REQUEST_SECONDS
        self._measured_until = 0.0

    @property
    def is_idle(self) -> bool:
        """Return whether no request waits for a reading, or is being read."""
        return self._admitted == 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """Be admitted while the context lasts.

        Raises:
            Busy: if as many requests as may wait do so already.
        """
        with self._lock:
            # Beside those that wait, some are being read.
            if self._admitted >= settings.MAX_WAITING + self._limit.count:
                raise Busy(self._estimate_wait())
            self._admitted += 1
        try:
            yield
        finally:
            with self._lock:
                self._admitted -= 1
                self._measure()

    def _estimate_wait(self) -> int:
        """Return in how many seconds those that are admitted now will be answered."""
        seconds = self._admitted * self._request_seconds / self._limit.count
        return min(max(1, math.ceil(seconds)), MAX_RETRY_SECONDS)

    def _measure(self) -> None:
        """Average how long requests take, from the work done since the last ended.

        Time in which a client sends its picture, or waits, does not count.
        """
        until = self._limit.work_seconds
        last = until - self._measured_until
        self._measured_until = until
        self._request_seconds += LAST_SHARE * (last - self._request_seconds)


admission = Admission(limits.reading)
