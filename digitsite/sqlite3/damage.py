"""Damaged pages of a SQLite database, of which most queries notice nothing."""

import time

from django.db import DatabaseError, connection

from gallery.services.storage_failures import damage_seen

# To look at all pages of a large database takes seconds: a tenth of the time at most.
MIN_PAUSE_RATIO = 10


class DamageCheck:
    """Looks at all pages once a query has found a damaged one, until all are well."""

    def __init__(self) -> None:
        self._next = 0.0

    def finds_damage(self) -> bool:
        """Return whether the database is damaged, as far as requests have noticed."""
        if damage_seen.is_set() and time.monotonic() >= self._next:
            start = time.monotonic()
            if are_pages_well():
                damage_seen.clear()
            end = time.monotonic()
            self._next = end + MIN_PAUSE_RATIO * (end - start)
        return damage_seen.is_set()


def are_pages_well() -> bool:
    """Look at every page of the file, not at those in the memory of a connection."""
    if not connection.in_atomic_block:
        connection.close()
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            return cursor.fetchone() == ("ok",)
    except DatabaseError:
        connection.close()
        return False
