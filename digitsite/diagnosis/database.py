"""Database, its migrations, and Redis."""

import os
import uuid
from collections.abc import Iterator

from django.core.cache import cache
from django.db import DatabaseError, connection

from digitsite.diagnosis.findings import Finding, failed, ok, warning
from digitsite.monitoring.health import find_database_problem
from digitsite.monitoring.tables import find_pending_migrations
from gallery.models import Photo

CHECK_URL = "Start the database, or correct DATABASE_URL; then see what /readyz says."
MIGRATE = "Make a backup, then run `manage.py migrate`; see docs/upgrade.md."


def find_database() -> Iterator[Finding]:
    """Ask the database for a row, and what is left to migrate."""
    try:
        pending = find_pending_migrations()
    except DatabaseError as error:
        detail = find_database_problem() or f"It failed: {type(error).__name__}."
        yield failed("database", detail, CHECK_URL)
        return
    if pending:
        yield ok("database", f"{connection.display_name} answers")
        names = ", ".join(pending)
        yield failed("migrations", f"{len(pending)} to apply: {names}", MIGRATE)
    else:
        yield describe_database()
        yield ok("migrations", "all applied")


def describe_database() -> Finding:
    if problem := find_database_problem():
        return failed("database", problem, CHECK_URL)
    version = ".".join(map(str, connection.get_database_version()))
    count = Photo.objects.count()
    return ok("database", f"{connection.display_name} {version}, {count} photos")


def find_redis(url: str) -> Iterator[Finding]:
    """Write a value to the shared cache and read it again.

    Args:
        url: of Redis; "" if it is not used.
    """
    if not url:
        yield describe_no_redis()
        return
    key, value = f"doctor-{uuid.uuid4()}", "here"
    try:
        cache.set(key, value, timeout=60)
        has_kept_it = cache.get(key) == value
        cache.delete(key)
    except Exception as error:  # also of redis-py, which is not always there
        action = "Start Redis, or correct REDIS_URL; `redis-cli ping` answers PONG."
        yield failed("redis", f"It failed: {type(error).__name__}.", action)
        return
    if has_kept_it:
        yield ok("redis", "keeps what is written")
    else:
        action = "Give Redis more memory (maxmemory), and choose volatile-lru."
        yield failed("redis", "It forgets what is written at once.", action)


def describe_no_redis() -> Finding:
    workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
    if workers > 1:
        return warning(
            "redis",
            f"Not used: each of {workers} workers counts its rate limits by itself.",
            "Set REDIS_URL, or divide THROTTLE_READINGS by the number of workers.",
        )
    return ok("redis", "not used (REDIS_URL)")
