"""The formats of bulk results: JSON lines, CSV, and a table for a terminal."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from recognizer.representation import format_numbers

COLUMNS = (
    *("file", "verdict", "confidence", "text", "code", "detail", "numbers"),
    *("frames", "frame"),
)
# A watched folder knows its files by their content.
WATCH_COLUMNS = (*COLUMNS, "sha256")
# Spreadsheets run cells with these first characters as formulas.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class FileResult:
    """The result of one file.

    Attributes:
        name: of the file.
        payload: the reading as the API returns it, or `code` and `detail` of a refusal.
        error: why the file can't be opened or read; "" otherwise.
        is_blocked: the error is one of disk or database, not of this file.
    """

    name: str
    payload: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    is_blocked: bool = False

    @property
    def is_read(self) -> bool:
        """Return whether the picture was read rather than refused."""
        return "verdict" in self.payload


class Format(NamedTuple):
    """A format of results: its header, and how a result becomes a line.

    Attributes:
        header: first line of an output; "" if it has none.
        to_line: returns the line of a result.
        columns: of CSV.
    """

    header: str
    to_line: Callable[[FileResult], str]
    columns: tuple[str, ...] = ()


def to_json_line(result: FileResult) -> str:
    """Return one line of JSON, in ASCII so that every file name survives."""
    return json.dumps({"file": result.name} | result.payload) + "\n"


def to_csv_line(result: FileResult, columns: tuple[str, ...] = COLUMNS) -> str:
    """Return one record of CSV; lines of digits are separated by spaces."""
    payload = {"file": result.name} | result.payload
    payload["text"] = payload.get("text", "").replace("\n", " ")
    payload |= payload.get("photo", {})
    payload["numbers"] = escape_formula(format_numbers(payload.get("numbers", [])))
    return to_csv_record(payload.get(name, "") for name in columns)


def escape_formula(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def to_csv_record(values: Iterable[Any]) -> str:
    """Return values as one record of CSV."""
    record = io.StringIO()
    csv.writer(record, lineterminator="\n").writerow(values)
    return record.getvalue()


def to_table_line(result: FileResult) -> str:
    """Return one line of the table for people."""
    payload, name = result.payload, escape_name(result.name)
    if not result.is_read:
        return f"{'refused':9}{payload['code']:32}{name}\n"
    numbers = " ".join(format_numbers(payload["numbers"]).split())
    certainty = f"{payload['verdict']:9}{payload['confidence']:<12.2f}"
    return f"{certainty}{numbers:18}  {name}{to_frame_note(payload['photo'])}\n"


def to_frame_note(photo: dict[str, Any]) -> str:
    """Return which of several pages or frames was read, "" of a file with one."""
    count = photo.get("frames", 1)
    return f"  (picture {photo['frame'] + 1} of {count})" if count > 1 else ""


def escape_name(name: str) -> str:
    """Escape characters that a terminal could interpret as a command."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in name
    )


TABLE_HEADER = f"{'verdict':9}{'confidence':12}{'numbers':20}file\n"
CSV_HEADER = to_csv_record(COLUMNS)
FORMATS = {
    "table": Format(TABLE_HEADER, to_table_line),
    "csv": Format(CSV_HEADER, to_csv_line, COLUMNS),
    "jsonl": Format("", to_json_line),
}
WATCH_FORMATS = {
    "csv": Format(
        to_csv_record(WATCH_COLUMNS),
        partial(to_csv_line, columns=WATCH_COLUMNS),
        WATCH_COLUMNS,
    ),
    "jsonl": FORMATS["jsonl"],
}
