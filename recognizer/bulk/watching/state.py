"""What a watched folder has seen: a small SQLite file beside the pictures."""

import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS files (
  sha256 BLOB PRIMARY KEY, place BLOB, refusal TEXT, is_moved INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (name BLOB PRIMARY KEY, count INTEGER);
CREATE TABLE IF NOT EXISTS outputs (path BLOB PRIMARY KEY, size INTEGER);
"""
FIND = "SELECT place, refusal, is_moved FROM files WHERE sha256 = ?"
RECORD = "INSERT OR REPLACE INTO files VALUES (?, ?, ?, 0)"
MARK_MOVED = "UPDATE files SET place = ?, is_moved = 1 WHERE sha256 = ?"
FIND_UNMOVED = "SELECT sha256, place FROM files WHERE is_moved = 0"
COUNT = """INSERT INTO attempts VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET count = count + 1"""
FORGET = "DELETE FROM attempts WHERE name = ?"
SET_SIZE = "INSERT OR REPLACE INTO outputs VALUES (?, ?)"


class FolderInUse(Exception):
    """Another process watches this folder."""


class DamagedState(Exception):
    """The file of a state is damaged, or something else."""


@dataclass(frozen=True)
class KnownFile:
    """A file whose result is written.

    Attributes:
        place: where it is or belongs, relative to the folder, such as `done/a.png`.
        refusal: `code` and `detail`; {} if it was read.
        is_moved: whether it has been moved there.
    """

    place: str
    refusal: dict[str, str]
    is_moved: bool = False


class WatchState:
    """Results by the content of their file, attempts by its name.

    It is locked for other processes while it is open, and written with each result.
    """

    def __init__(self, path: str) -> None:
        """Open a state; create it where there is none.

        Raises:
            FolderInUse: if another process has it open.
            DamagedState: if it is none.
            OSError: if it can't be written.
        """
        with failures():
            self._database = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        try:
            with failures():
                self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._database.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """Close it."""
        self._database.close()

    def find(self, sha256: str) -> KnownFile | None:
        """Return what is known of a content; None if it is new."""
        with failures():
            row = self._database.execute(FIND, [bytes.fromhex(sha256)]).fetchone()
        return row and KnownFile(os.fsdecode(row[0]), json.loads(row[1]), bool(row[2]))

    def record(
        self, sha256: str, place: str, payload: dict[str, Any], size: int, path: str
    ) -> None:
        """Record a result whose line is written.

        Args:
            sha256: of the file.
            place: where the file belongs.
            payload: of the result.
            size: of the output, with this line.
            path: of the output.
        """
        refusal = {n: payload[n] for n in ("code", "detail") if payload.get(n)}
        values = bytes.fromhex(sha256), os.fsencode(place), json.dumps(refusal)
        with self._transaction() as database:
            database.execute(RECORD, values)
            database.execute(SET_SIZE, [os.fsencode(path), size])

    def finish(self, sha256: str, place: str, name: str = "") -> None:
        """Record that a file is where it belongs; forget attempts at it."""
        values = os.fsencode(place), bytes.fromhex(sha256)
        with self._transaction() as database:
            database.execute(MARK_MOVED, values)
            database.execute(FORGET, [os.fsencode(name)])

    def find_unmoved(self) -> dict[str, str]:
        """Return where each file belongs that has not been moved yet, by sha256."""
        with failures():
            rows = self._database.execute(FIND_UNMOVED).fetchall()
        return {sha256.hex(): os.fsdecode(place) for sha256, place in rows}

    def get_size(self, path: str) -> int | None:
        """Return how much of an output is recorded; None if it is new."""
        with failures():
            query = "SELECT size FROM outputs WHERE path = ?"
            row = self._database.execute(query, [os.fsencode(path)]).fetchone()
        return row and row[0]

    def set_size(self, path: str, size: int) -> None:
        """Record how much of an output is none of a result that is not recorded."""
        with self._transaction() as database:
            database.execute(SET_SIZE, [os.fsencode(path), size])

    def count_attempts(self, names: Iterable[str]) -> None:
        """Count an attempt for each file, before it is made: it may end the process."""
        with self._transaction() as database:
            database.executemany(COUNT, [[os.fsencode(name)] for name in names])

    def get_attempts(self, name: str) -> int:
        """Return how many attempts at a file have failed."""
        with failures():
            query = "SELECT count FROM attempts WHERE name = ?"
            row = self._database.execute(query, [os.fsencode(name)]).fetchone()
        return row[0] if row else 0

    def forget_attempts(self, names: Iterable[str]) -> None:
        """Forget attempts that ended well, or were not made."""
        rows = [[os.fsencode(name)] for name in names]
        with self._transaction() as database:
            database.executemany(FORGET, rows)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all of a block or nothing, and survive a power failure.

        Raises:
            OSError: if it can't be written.
        """
        with failures():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
                self._database.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._database.execute("ROLLBACK")
                raise


@contextmanager
def failures() -> Iterator[None]:
    """Raise failures of the state as what they mean.

    Raises:
        FolderInUse: if another process has it open.
        DamagedState: if it is none.
        OSError: if it can't be read or written.
    """
    try:
        yield
    except sqlite3.DatabaseError as e:
        code = e.sqlite_errorcode & 0xFF  # without the details
        if code == sqlite3.SQLITE_BUSY:
            raise FolderInUse from e
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedState from e
        raise OSError(errno.EIO, str(e)) from e
