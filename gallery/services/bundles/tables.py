"""Which tables a bundle holds, and how their rows are written into it.

A row is an object of JSON, independent of the database. Each model of the site is
either in `TABLES` or in `LEFT_OUT`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib import import_module
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from gallery.identity import SESSION_FIELD
from gallery.services.bundles.errors import BundleError

Record = dict[str, Any]
CHUNK_ROWS = 500


@dataclass(frozen=True)
class Table:
    """A table whose rows are in a bundle.

    Attributes:
        label: of its model, in lower case; it names the rows in a bundle.
        name: of its rows, in messages.
        rebuilt: columns that are left out; restored rows have their defaults.
    """

    label: str
    name: str
    rebuilt: frozenset[str] = frozenset()

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def columns(self) -> list[Field]:
        return list(self.model._meta.concrete_fields)

    @property
    def kept_names(self) -> list[str]:
        return [c.attname for c in self.columns if c.name not in self.rebuilt]

    def read_records(self, using: str) -> Iterator[Record]:
        """Yield all rows in the order of their primary keys, a few in memory.

        Args:
            using: alias of the database.
        """
        rows = self.model._base_manager.using(using).order_by("pk")
        for row in rows.values(*self.kept_names).iterator(chunk_size=CHUNK_ROWS):
            if record := self.to_record(row):
                yield record

    def to_record(self, row: dict[str, Any]) -> Record | None:
        """Return a row as it is written into a bundle; None leaves it out."""
        return {name: to_plain(row[name]) for name in self.kept_names}

    def to_row(self, record: Record) -> dict[str, Any]:
        """Return the value of each column.

        Columns that an earlier version did not have get their defaults.

        Raises:
            BundleError: if the record does not fit the table.
        """
        names = {column.attname for column in self.columns}
        if unknown := sorted(record.keys() - names):
            raise BundleError(
                f"Rows of {self.label} have a column {unknown[0]}, which this version "
                "does not know: restore with the version that made the bundle."
            )
        return {c.attname: self.to_value(c, record) for c in self.columns}

    def to_value(self, column: Field, record: Record) -> Any:
        name = column.attname
        if name not in record and column.primary_key:
            raise BundleError(f"A row of {self.label} has no {name}.")
        try:
            value = column.to_python(record.get(name, get_default(column)))
        except ValidationError as e:
            raise BundleError(f"A row of {self.label} has a wrong {name}.") from e
        if value is None and not column.null:
            raise BundleError(f"A row of {self.label} has no {name}.")
        return value


class SessionTable(Table):
    """Of sessions, which gallery a browser has, by the id in its cookie.

    What else is in a session, such as the gallery that a phone has joined, is left out.
    """

    def to_record(self, row: dict[str, Any]) -> Record | None:
        record = super().to_record(row) or {}
        session = open_session_store().decode(record.pop("session_data"))
        key = session.get(SESSION_FIELD)
        return {**record, SESSION_FIELD: key} if key else None

    def to_row(self, record: Record) -> dict[str, Any]:
        record = dict(record)
        session = {SESSION_FIELD: record.pop(SESSION_FIELD, None)}
        # Signed with the key of this site, which may be another one.
        data = open_session_store().encode(session)
        return super().to_row({**record, "session_data": data})


PHOTOS = Table("gallery.photo", "photos", frozenset({"thumbnail", "small_thumbnail"}))
# In the order in which they are restored.
TABLES = (
    Table("gallery.token", "tokens"),
    SessionTable("sessions.session", "sessions"),
    PHOTOS,
)
LEFT_OUT = {
    "gallery.pairing": "A link lets a phone in for minutes.",
    "jobs.job": "Jobs and their results last for days, and no picture of them is kept.",
    "jobs.chunk": "It is part of a job.",
    "jobs.jobpicture": "It is part of a job.",
    "jobs.machinelease": "It says which process reads jobs now.",
    "rest_framework_api_key.apikey": "It has no rows; tokens have a table of ours.",
}


def open_session_store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore()


def to_plain(value: Any) -> Any:
    """Return a value of a column as JSON has it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def get_default(column: Field) -> Any:
    # A default of the database is an expression where a row is saved by a model.
    has_own = column.has_default() or not column.has_db_default()
    return column.get_default() if has_own else column.db_default


def to_line(record: Record) -> bytes:
    """Return a record as a line; the same values give the same bytes."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


def compute_digest(records: Iterable[Record]) -> int:
    """Return a number by which sets of records are compared, in any order."""
    digest = 0
    for record in records:
        digest ^= int.from_bytes(sha256(to_line(record)).digest(), "big")
    return digest


def describe_rows(counts: dict[str, int]) -> str:
    """Return how many rows there are, as "3 photos, 1 tokens"."""
    return ", ".join(f"{counts.get(table.label, 0)} {table.name}" for table in TABLES)
