"""Retention by the server itself: a thread deletes what is too old."""

import logging
import random
import threading
import time

from django.conf import settings
from django.db import connections

from gallery.services.upkeep.retention import delete_expired, delete_orphans

MINUTE_SECONDS = 60
DAY_SECONDS = 24 * 60 * MINUTE_SECONDS
# At random, so that workers and hosts do not all begin at the same time.
MAX_FIRST_SECONDS = 5 * MINUTE_SECONDS

logger = logging.getLogger(__name__)


class RetentionThread(threading.Thread):
    """Deletes expired photos every `RETENTION_MINUTES`, orphan files once a day.

    Several workers may do it at once: each row is deleted once. Killed in between, it
    leaves what the next run deletes.
    """

    def __init__(self, first_seconds: float | None = None) -> None:
        """Take when to begin; at random unless given."""
        super().__init__(name="retention", daemon=True)
        self._ended = threading.Event()
        self._first_seconds = first_seconds
        self._swept = float("-inf")

    def run(self) -> None:
        pause = settings.RETENTION_MINUTES * MINUTE_SECONDS
        first = self._first_seconds
        if first is None:
            first = random.uniform(0, min(pause, MAX_FIRST_SECONDS))
        while not self._ended.wait(first):
            self._delete()
            first = pause

    def end(self) -> None:
        """Begin nothing more."""
        self._ended.set()

    def _delete(self) -> None:
        try:
            count = delete_expired()
            orphans = self._sweep()
            if count or orphans:
                logger.info("Deleted %s photos and %s orphan files", count, orphans)
        except Exception:
            # The next run tries again: database or disk may be away for a while.
            logger.exception("Expired photos could not be deleted")
        finally:
            connections.close_all()

    def _sweep(self) -> int:
        if time.monotonic() - self._swept < DAY_SECONDS:
            return 0
        count = delete_orphans()
        self._swept = time.monotonic()
        return count


def start_retention() -> RetentionThread | None:
    """Start the thread unless `RETENTION_MINUTES` is 0."""
    if not settings.RETENTION_MINUTES:
        return None
    thread = RetentionThread()
    thread.start()
    return thread
