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
EMPTY = "The database file is empty: put it back, or restore a backup."
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


class OpenedFile(NamedTuple):
    """What a connection has open.

    Attributes:
        path: by which it was opened.
        identity: of the file.
        is_writable: False if SQLite could only open it to read; that does not change.
    """

    path: str
    identity: FileIdentity
    is_writable: bool

    def is_there(self) -> bool:
        """Return whether the path still leads to the file."""
        return identify(self.path) == self.identity

    def can_be_written_now(self) -> bool:
        """Return whether another connection could write, and this one can't."""
        return not self.is_writable and os.access(self.path, os.W_OK)


def check_file(path: str) -> OpenedFile:
    """Return what will be known of the file of the database once it is open.

    Raises:
        FileUnavailable: if it is missing, or not the one that was opened first.
    """
    found, opened = identify(path), _opened.get(path)
    if found is None and (reason := find_barrier(path)):
        raise FileUnavailable(f"The database file can't be reached: {reason}.")
    if has_lost_its_file(path):
        raise FileUnavailable(EMPTIED if opened is None else MISSING)
    if found is None:
        raise FileUnavailable(NEVER_SEEN if opened is None else MISSING)
    if opened not in (None, found):
        raise FileUnavailable(REPLACED)
    if opened and get_size(path) == 0:
        raise FileUnavailable(EMPTY)
    return OpenedFile(path, found, os.access(path, os.W_OK))


def find_barrier(path: str) -> str:
    """Return why nobody knows whether there is a file; "" if there is none."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return str(error.strerror)
    return ""


def has_lost_its_file(path: str) -> bool:
    """Return whether a write-ahead log has no database, of which SQLite deletes it."""
    return get_size(path) == 0 and get_size(f"{path}-wal") > 0


def get_size(path: str) -> int:
    """Return the size of a file in bytes; 0 without one."""
    with suppress(OSError):
        return os.stat(path).st_size
    return 0


def remember(opened: OpenedFile) -> None:
    """Note which file was opened, unless one was before."""
    _opened.setdefault(opened.path, opened.identity)


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
