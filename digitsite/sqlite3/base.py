"""SQLite without silent loss: `migrate` alone creates the file of the database.

By itself, SQLite creates an empty database where the file is missing, deletes the
write-ahead log beside an empty one, and keeps writing to a file that was moved away.
"""

from pathlib import Path
from sqlite3 import Connection
from typing import Any

from django.db.backends.sqlite3 import base, features
from django.db.backends.utils import CursorWrapper

from digitsite.sqlite3.database_file import (
    MISSING,
    FileUnavailable,
    OpenedFile,
    check_file,
    create_file,
    remember,
)


class DatabaseFeatures(features.DatabaseFeatures):
    # Otherwise it is asked of the database, and before `migrate` has created that.
    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that ends when its file is moved away, replaced, or writable again.

    Attributes:
        opened: its file; None in memory.
    """

    features_class = DatabaseFeatures
    opened: OpenedFile | None = None

    def prepare_database(self) -> None:
        """Create the file; only `migrate` calls this."""
        super().prepare_database()
        if path := self._get_path():
            with self.wrap_database_errors:
                create_file(path)

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if path := self._get_path():
            params["database"] = f"{Path(path).as_uri()}?mode=rw"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        path = self._get_path()
        opened = check_file(path) if path else None
        connection = super().get_new_connection(conn_params)
        if opened:
            # SQLite has opened file and log by their names meanwhile.
            if not opened.is_there():
                connection.close()
                raise FileUnavailable(MISSING)
            remember(opened, connection)
        self.opened = opened
        return connection

    def cursor(self) -> CursorWrapper:
        """Create a cursor, on a new connection if the file is not the same any more."""
        if self.connection is not None and self.opened is not None:
            if not self.opened.is_there():
                if self.in_atomic_block:
                    with self.wrap_database_errors:
                        raise FileUnavailable(MISSING)
                self.close()
            elif self.opened.can_be_written_now() and not self.in_atomic_block:
                self.close()
        return super().cursor()

    def _get_path(self) -> str:
        """Return the absolute path of the file; "" for a database without a name."""
        name = str(self.settings_dict["NAME"])
        is_file = not (self.is_in_memory_db() or name.startswith("file:"))
        return str(Path(name).absolute()) if is_file else ""
