"""Find what an earlier bulk run has written, and remove its unfinished last line."""

import csv
import io
import json
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from recognizer.bulk.formats import FORMATS, Format

# File names that are not valid UTF-8 are kept byte by byte.
ENCODING, ERRORS = "utf-8", "surrogateescape"
JSON_LINE_START = '{"file": '


class ForeignOutputError(Exception):
    """The output file has content that no bulk run in this format has written."""


def read_done(path: str, form: str) -> dict[str, bool]:
    """Return the file names in an output, each with whether it was read.

    An unfinished line at the end, left by a killed run, is cut off.

    Args:
        path: of the output; it may be missing.
        form: "csv" or "jsonl".

    Raises:
        ForeignOutputError: if it is no such output; it is left unchanged.
        OSError: if it can't be read or written.
    """
    payloads = read_payloads(path, FORMATS[form])
    return {payload["file"]: bool(payload.get("verdict")) for payload in payloads}


def read_payloads(path: str, form: Format, start: int = 0) -> Iterator[dict[str, Any]]:
    """Yield what the lines of an output hold; then cut off an unfinished one.

    Args:
        path: of the output; it may be missing.
        form: its format.
        start: bytes to skip; all lines are read if none of them begins there.

    Raises:
        ForeignOutputError: if it is no such output; it is left unchanged.
        OSError: if it can't be read or written.
    """
    if not os.path.exists(path):
        return
    with open(path, "rb+") as file:
        complete_bytes = _skip(file, start)
        for record in _iter_records(file, is_quoted=bool(form.columns)):
            if not record.endswith(b"\n"):
                _check_unfinished(record, form, is_first=not complete_bytes)
                break
            if complete_bytes or not form.columns:
                yield _parse_record(record, form)
            elif record != form.header.encode():
                raise ForeignOutputError
            complete_bytes += len(record)
        file.truncate(complete_bytes)


def _skip(file: BinaryIO, start: int) -> int:
    """Go to the line that begins at this byte, or to the first; return its byte."""
    file.seek(max(0, start - 1))
    if not start or file.read(1) != b"\n":
        start = 0
    return file.seek(start)


def _iter_records(file: BinaryIO, is_quoted: bool) -> Iterator[bytes]:
    """Yield lines; several as one record while a quotation mark is open."""
    record = b""
    for line in file:
        record += line
        if not is_quoted or record.count(b'"') % 2 == 0:
            yield record
            record = b""
    if record:
        # A record with an open quotation mark is unfinished, whatever its last byte.
        yield record.removesuffix(b"\n")


def _check_unfinished(record: bytes, form: Format, is_first: bool) -> None:
    """Check that the start of an unfinished record is one that we write.

    Raises:
        ForeignOutputError: if it isn't.
    """
    start = (form.header or JSON_LINE_START).encode()
    is_known = record.startswith(start) or start.startswith(record)
    if (is_first or not form.columns) and not is_known:
        raise ForeignOutputError


def _parse_record(record: bytes, form: Format) -> dict[str, Any]:
    """Return what a complete record holds, a file name at least.

    Raises:
        ForeignOutputError: if there is none.
    """
    text = record.decode(ENCODING, ERRORS)
    try:
        if form.columns:
            [row] = csv.reader(io.StringIO(text, newline=""), strict=True)
            return dict(zip(form.columns, row, strict=True))
        payload: dict[str, Any] = json.loads(text)
        return payload | {"file": str(payload["file"])}
    except (ValueError, KeyError, TypeError, csv.Error) as e:
        raise ForeignOutputError from e
