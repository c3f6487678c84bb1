"""The file of a SQLite database: whether it is still the one that this process opened.

It is only looked at by name: to open and close it would release SQLite's locks.
"""

import os
import sqlite3
from contextlib import closing, suppress
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


class KnownFile(NamedTuple):
    """The file that a process opened first: it does not go on with another one.

    Attributes:
        identity: of the file.
        stamp: when its tables were made; "" if there were none.
    """

    identity: FileIdentity
    stamp: str


_known: dict[str, KnownFile] = {}


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
    found, known = identify(path), _known.get(path)
    if found is None and (reason := find_barrier(path)):
        raise FileUnavailable(f"The database file can't be reached: {reason}.")
    if has_lost_its_file(path):
        raise FileUnavailable(EMPTIED if known is None else MISSING)
    if found is None:
        raise FileUnavailable(NEVER_SEEN if known is None else MISSING)
    if known and known.identity != found:
        if not has_come_with_its_disk(path, found, known):
            raise FileUnavailable(REPLACED)
        _known[path] = known._replace(identity=found)
    if known and get_size(path) == 0:
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


def has_come_with_its_disk(path: str, found: FileIdentity, known: KnownFile) -> bool:
    """Return whether a file is the known one, on a disk with another number.

    A disk may get another one when it is mounted again. The file is read as it is,
    without its log, which SQLite would write into it.
    """
    if found.inode != known.identity.inode or not known.stamp:
        return False
    url = f"{Path(path).as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(url, uri=True)) as connection:
        return read_stamp(connection) == known.stamp


def read_stamp(connection: sqlite3.Connection) -> str:
    """Return when the tables of a database were made; "" if it has none."""
    with suppress(sqlite3.Error):
        statement = "SELECT MIN(applied) FROM django_migrations"
        return connection.execute(statement).fetchone()[0] or ""
    return ""


def remember(opened: OpenedFile, connection: sqlite3.Connection) -> None:
    """Note which file was opened, unless one was before."""
    if opened.path not in _known:
        known = KnownFile(opened.identity, read_stamp(connection))
        _known.setdefault(opened.path, known)


def create_file(path: str) -> None:
    """Create the file of a new site; an existing one is left as it is.

    Raises:
        FileUnavailable: if the file of an older one seems to be elsewhere, or if it
            can't be created.
    """
    if has_lost_its_file(path):
        raise FileUnavailable(EMPTIED)
    _known.pop(path, None)
    if identify(path) is not None:
        return
    try:
        Path(path).touch(mode=0o644)
    except OSError as e:
        raise FileUnavailable(f"The file can't be created: {e.strerror}.") from e
