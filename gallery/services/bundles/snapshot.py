"""The rows of one moment, read while others write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS = "snapshot"
# Of psycopg: REPEATABLE READ.
REPEATABLE_READ = 3


@contextmanager
def open_snapshot() -> Iterator[str]:
    """Yield the alias of a connection that sees the rows as of its first query.

    It is a transaction that only reads, so nobody waits for it.
    """
    snapshot = build_connection()
    connections[ALIAS] = snapshot
    try:
        with transaction.atomic(using=ALIAS):
            yield ALIAS
    finally:
        snapshot.close()
        del connections[ALIAS]


def build_connection() -> BaseDatabaseWrapper:
    """Build a connection of its own to the database of the site."""
    snapshot = connection.copy(ALIAS)
    options = snapshot.settings_dict["OPTIONS"]
    options.pop("pool", None)
    if snapshot.vendor == "postgresql":
        options["isolation_level"] = REPEATABLE_READ
    else:
        # At the begin, the site takes the lock of those who write; this one does not.
        options.pop("transaction_mode", None)
    return snapshot


def find_migrations(using: str) -> dict[str, str]:
    """Return the newest migration of each app: the version of the tables."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT app, MAX(name) FROM django_migrations GROUP BY app")
        return dict(cursor.fetchall())
