"""Everything that the site holds of its visitors, to look for traces in it."""

from pathlib import Path

from django.core.cache import cache
from django.db import connection

# What the framework itself keeps.
OWN_TABLES = {"django_migrations", "django_content_type", "sqlite_sequence"}


def read_tables() -> bytes:
    """Return all rows of all tables, as text."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - OWN_TABLES
        rows = []
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(rows).encode()


def read_files(folder: Path) -> bytes:
    """Return the names and bytes of all files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path).encode() + path.read_bytes() for path in files)


def read_cache_keys() -> str:
    """Return the keys of the cache in memory."""
    return " ".join(getattr(cache, "_cache", {}))
