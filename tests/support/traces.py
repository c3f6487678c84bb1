"""Everything that the site holds of its visitors, to look for traces in it."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from django.db import connection

from digitsite.photo_folder.ownership import OWNER_FILE
from digitsite.throttling.windows import REDIS_PREFIX, MemoryWindows, get_windows

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


def list_files(folder: Path) -> list[Path]:
    """Return all files below a folder, without the one that says whose it is."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.name != OWNER_FILE)


def read_files(folder: Path) -> bytes:
    """Return the names and bytes of all files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path).encode() + path.read_bytes() for path in files)


def read_clients() -> dict[str, float]:
    """Return the clients that throttles count, with the seconds until forgotten."""
    windows = get_windows()
    if isinstance(windows, MemoryWindows):
        now = time.monotonic()
        return {key: c.expires - now for key, c in windows._clients.items()}
    client = windows._client
    keys = client.scan_iter(match=f"{REDIS_PREFIX}*")
    return {key.decode(): client.ttl(key) for key in keys}


def find_incomplete(folder: Path) -> list[str]:
    """Return files that rows name and that are not there, and files without row.

    Args:
        folder: of a served site, with database and photos.
    """
    with closing(sqlite3.connect(folder / "db.sqlite3")) as database:
        query = "SELECT file, thumbnail, small_thumbnail FROM gallery_photo"
        rows = database.execute(query).fetchall()
    named = {name for row in rows for name in row if name}
    return sorted(named ^ list_stored(folder))


def list_stored(folder: Path) -> set[str]:
    """Return the names of all files of photos, unfinished ones included."""
    return {
        str(path.relative_to(folder))
        for part in ("photos", "thumbnails")
        for path in (folder / part).rglob("*")
        if path.is_file()
    }


def find_orphans(folder: Path) -> set[str]:
    """Return the files without row; fail if a row has no file."""
    incomplete = set(find_incomplete(folder))
    assert incomplete <= list_stored(folder), "a row has no file"
    return incomplete
