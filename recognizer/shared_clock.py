"""The time that all hosts share: that of the database."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

MAX_AGE_SECONDS = 60
# What a network adds, and what a time server leaves.
MIN_OFFSET = timedelta(seconds=1)


@dataclass(frozen=True)
class Offset:
    """How far the clock of the database is ahead of that of this host.

    Attributes:
        amount: to add to the time of this host.
        measured: in monotonic seconds.
    """

    amount: timedelta
    measured: float


_offset = Offset(timedelta(), float("-inf"))


def get_shared_time() -> datetime:
    """Return now by the clock of PostgreSQL, and by that of this host on SQLite.

    What one host stores, such as when a link expires, another one compares with its
    own time, so a wrong clock of a host must not matter.
    """
    global _offset
    if connection.vendor != "postgresql":
        return timezone.now()
    if time.monotonic() - _offset.measured > MAX_AGE_SECONDS:
        _offset = Offset(measure_offset(), time.monotonic())
    return timezone.now() + _offset.amount


def measure_offset() -> timedelta:
    """Return how far PostgreSQL is ahead; the last figure while it can't be asked."""
    try:
        before = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            [there] = cursor.fetchone()
    except DatabaseError:  # whoever needs it next reports that
        return _offset.amount
    offset: timedelta = there - before - (timezone.now() - before) / 2
    return offset if abs(offset) > MIN_OFFSET else timedelta()
