"""Failures of disk and database, as refusals that a visitor understands."""

import errno
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from recognizer import RecognizerError

FULL_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
UNAVAILABLE_ERRNOS = {
    errno.EACCES,
    errno.EIO,
    errno.ENODEV,
    errno.ENOTCONN,
    errno.ENOTDIR,
    errno.EPERM,
    errno.EROFS,
    errno.ESTALE,
}
# Their subclasses, such as IntegrityError, are faults of the program.
DATABASE_ERRORS = (DatabaseError, InterfaceError, OperationalError)
# Of SQLite; extended codes have them in their last byte.
DAMAGE_CODES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# SQLSTATE of PostgreSQL: disk_full.
FULL_STATES = {"53100"}

# Set once a query has found a damaged page: others may be well.
damage_seen = threading.Event()

logger = logging.getLogger(__name__)


class StorageFull(RecognizerError):
    """There is no space on the disk."""

    code = "storage_full"
    message = _(
        "There is no space left on this site, so this was not saved. "
        "The operator has to make room."
    )


class StorageUnavailable(RecognizerError):
    """Disk or database can't be read or written now."""

    code = "storage_unavailable"
    message = _(
        "Saved pictures can't be read or changed now. Try again later; "
        "if it stays, tell the operator."
    )


@contextmanager
def storage_failures() -> Iterator[None]:
    """Raise errors of disk and database as refusals.

    Raises:
        StorageFull: if there is no space.
        StorageUnavailable: if disk or database can't be used otherwise.
    """
    try:
        yield
    except Exception as error:
        if refusal := find_storage_failure(error):
            raise refusal from error
        raise


def find_storage_failure(error: BaseException | None) -> RecognizerError | None:
    """Return the refusal for an error of disk or database; None for another error.

    It is logged by its name. A connection that saw it is closed, so that a database
    that was restored is found by the next request.
    """
    if type(error) in DATABASE_ERRORS:
        if not connection.in_atomic_block:
            connection.close()
        is_full, is_unavailable = is_database_full(error), True
        if is_database_damaged(error):
            damage_seen.set()
    else:
        number = error.errno if isinstance(error, OSError) else None
        is_full = number in FULL_ERRNOS
        is_unavailable = number in UNAVAILABLE_ERRNOS or has_no_temporary_folder(number)
    if error is None or not (is_full or is_unavailable):
        return None
    logger.error("Storage failed: %s", name_of_failure(error))
    return StorageFull() if is_full else StorageUnavailable()


def has_no_temporary_folder(number: int | None) -> bool:
    """Return whether a file is missing because that of temporary files is, too."""
    return number == errno.ENOENT and not Path(gettempdir()).is_dir()


def is_database_full(error: BaseException | None) -> bool:
    """Return whether a database error means that its disk is full."""
    cause = error and error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", "") in FULL_STATES


def is_database_damaged(error: BaseException | None) -> bool:
    """Return whether a database error means that a file of SQLite is damaged."""
    code = getattr(error and error.__cause__, "sqlite_errorcode", 0)
    return code & 0xFF in DAMAGE_CODES


def name_of_failure(error: BaseException) -> str:
    """Return what failed for the log: a name, without path or value."""
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    return getattr(error.__cause__, "sqlite_errorname", None) or type(error).__name__
