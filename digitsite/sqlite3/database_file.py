"""The file of a SQLite database: whether it is still the one that this process opened.

It is only looked at by name: to open and close it would release SQLite's locks.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

MISSING = "The database file is missing: put it back."
NEVER_SEEN = (
    "The database file is missing: put it back, or run `manage.py migrate` for a new "
    "site."
)
EMPTIED = (
    "The database file is missing or empty, and its write-ahead log (-wal) is there: "
    "put the file back, or delete the log, too, for a new site."
)
REPLACED = (
    "Another file is in the place of the database: put the right one back, or restart "
    "the site to use this one."
)


class FileUnavailable(sqlite3.OperationalError):
    """The file can't be used; the text says why and what to do."""

    sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    sqlite_errorname = "SQLITE_CANTOPEN"


class FileIdentity(NamedTuple):
    """What a file keeps while it is moved, and another in its place does not have."""

    device: int
    inode: int


# What this process opened first, by path: it is not to go on with another file.
_opened: dict[str, FileIdentity] = {}


def identify(path: str) -> FileIdentity | None:
    """Return what identifies the file at a path; None without one."""
    with suppress(OSError):
        found = os.stat(path)
        return FileIdentity(found.st_dev, found.st_ino)
    return None


def check_file(path: str) -> FileIdentity:
    """Return what identifies the file of the database.

    Raises:
        FileUnavailable: if it is missing, or not the one that was opened first.
    """
    found, opened = identify(path), _opened.get(path)
    if has_lost_its_file(path):
        raise FileUnavailable(EMPTIED if opened is None else MISSING)
    if found is None:
        raise FileUnavailable(NEVER_SEEN if opened is None else MISSING)
    if opened not in (None, found):
        raise FileUnavailable(REPLACED)
    return found


def has_lost_its_file(path: str) -> bool:
    """Return whether a write-ahead log has no database, of which SQLite deletes it."""
    return get_size(path) == 0 and get_size(f"{path}-wal") > 0


def get_size(path: str) -> int:
    """Return the size of a file in bytes; 0 without one."""
    with suppress(OSError):
        return os.stat(path).st_size
    return 0


def remember(path: str, identity: FileIdentity) -> None:
    """Note which file was opened, unless one was before."""
    _opened.setdefault(path, identity)


def create_file(path: str) -> None:
    """Create the file of a new site; an existing one is left as it is.

    Raises:
        FileUnavailable: if the file of an older one seems to be elsewhere, or if it
            can't be created.
    """
    if has_lost_its_file(path):
        raise FileUnavailable(EMPTIED)
    _opened.pop(path, None)
    if identify(path) is not None:
        return
    try:
        Path(path).touch(mode=0o644)
    except OSError as e:
        raise FileUnavailable(f"The file can't be created: {e.strerror}.") from e
