"""What is written of each picture that a command reads, and how it is found again."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TextIO

COLUMNS = ("file", "verdict", "confidence", "text", "code", "detail")
# Names that are no UTF-8 are kept byte by byte.
ENCODING = {"encoding": "utf-8", "errors": "surrogateescape"}


class StrangeFile(Exception):
    """The file holds something else than readings in this form."""


@dataclass(frozen=True)
class Outcome:
    """What became of one picture.

    Attributes:
        name: of its file.
        told: the reading as the API tells it, or `code` and `detail` of a refusal.
        problem: why the file itself can't be read; "" otherwise.
    """

    name: str
    told: dict[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def is_read(self) -> bool:
        return "verdict" in self.told


def to_json_line(outcome: Outcome) -> str:
    # ASCII alone, so that every name comes back as it was.
    return json.dumps({"file": outcome.name} | outcome.told) + "\n"


def to_csv_line(outcome: Outcome) -> str:
    told = {"file": outcome.name} | outcome.told
    told["text"] = told.get("text", "").replace("\n", " ")
    return as_row([told.get(name, "") for name in COLUMNS])


def as_row(values: list[Any] | tuple[str, ...]) -> str:
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(values)
    return row.getvalue()


def to_table_line(outcome: Outcome) -> str:
    told, name = outcome.told, printable(outcome.name)
    if not outcome.is_read:
        return f"{'refused':9}{told['code']:29}{name}\n"
    text = told["text"].replace("\n", " ")
    return f"{told['verdict']:9}{told['confidence']:5.2f}    {text:18}  {name}\n"


def printable(name: str) -> str:
    """Return a name that no terminal takes for a command."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode() for c in name
    )


TABLE_HEAD = f"{'verdict':9}{'sure':9}{'text':20}file\n"
CSV_HEAD = as_row(COLUMNS)
WRITERS: dict[str, tuple[str, Callable[[Outcome], str]]] = {
    "table": (TABLE_HEAD, to_table_line),
    "csv": (CSV_HEAD, to_csv_line),
    "jsonl": ("", to_json_line),
}


class Output:
    """Where the outcomes go: to a file that is gone on with, or to a stream.

    Attributes:
        held: names that the file holds already, each with whether it was read.
    """

    def __init__(self, form: str, path: str | None, stream: TextIO):
        """Open the file, or take the stream where no path is given.

        Raises:
            StrangeFile: if the file holds something else; it stays as it is then.
            OSError: if it can't be read or written.
        """
        head, self._to_line = WRITERS[form]
        self.held = read_held(path, form) if path else {}
        self._file = open(path, "a", newline="", **ENCODING) if path else None  # noqa: SIM115
        self._stream = self._file or bytewise(stream)
        if not (self._file and self._file.tell()):
            self._put(head)

    def write(self, outcome: Outcome) -> None:
        """Write a line, whole and at once: a kill loses none that was written."""
        self._put(self._to_line(outcome))

    def _put(self, text: str) -> None:
        if text:
            self._stream.write(text)
            self._stream.flush()

    def close(self) -> None:
        if self._file:
            self._file.close()


def bytewise(stream: TextIO) -> TextIO:
    """Let a stream of the system take names that are no UTF-8."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=ENCODING["errors"])
    return stream


def read_held(path: str, form: str) -> dict[str, bool]:
    """Return the names that an output holds, each with whether it was read.

    The line that a kill left unfinished is cut off.

    Raises:
        StrangeFile: if it is no such output; nothing is cut off then.
        OSError: if it can't be read or written.
    """
    if not os.path.exists(path):
        return {}
    held, whole = {}, 0
    with open(path, "rb+") as file:
        for record in _records(file, quoted=form == "csv"):
            if not record.endswith(b"\n"):
                _ask_for_own(record, form, is_first=not whole)
                break
            if whole or form != "csv":
                held |= _held_by(record, form)
            elif record != CSV_HEAD.encode():
                raise StrangeFile
            whole += len(record)
        file.truncate(whole)
    return held


def _records(file: BinaryIO, quoted: bool) -> Iterator[bytes]:
    """Yield lines; several together while a quotation mark is open."""
    record = b""
    for line in file:
        record += line
        if not quoted or record.count(b'"') % 2 == 0:
            yield record
            record = b""
    if record:
        # An open quotation mark is no end, whatever stands last.
        yield record.removesuffix(b"\n")


def _ask_for_own(tail: bytes, form: str, is_first: bool) -> None:
    """Refuse to cut off what was not begun by a command like this.

    Raises:
        StrangeFile: if it wasn't.
    """
    own = CSV_HEAD if form == "csv" else '{"file": '
    if (is_first or form == "jsonl") and not (
        tail.startswith(own.encode()) or own.encode().startswith(tail)
    ):
        raise StrangeFile


def _held_by(record: bytes, form: str) -> dict[str, bool]:
    """Return the name in a whole record, with whether the picture was read.

    Raises:
        StrangeFile: if there is none.
    """
    text = record.decode(**ENCODING)
    try:
        if form == "jsonl":
            told = json.loads(text)
        else:
            [row] = csv.reader(io.StringIO(text, newline=""), strict=True)
            told = dict(zip(COLUMNS, row, strict=True))
        return {told["file"]: bool(told.get("verdict"))}
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error) as e:
        raise StrangeFile from e
