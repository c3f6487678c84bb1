"""Find what an earlier bulk run has written, and remove its unfinished last line."""

import csv
import io
import json
import os
from collections.abc import Iterator
from typing import BinaryIO

from recognizer.bulk.formats import COLUMNS, CSV_HEADER

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
    if not os.path.exists(path):
        return {}
    done: dict[str, bool] = {}
    complete_bytes = 0
    with open(path, "rb+") as file:
        for record in _iter_records(file, is_quoted=form == "csv"):
            if not record.endswith(b"\n"):
                _check_unfinished(record, form, is_first=not complete_bytes)
                break
            if complete_bytes or form != "csv":
                done |= _parse_record(record, form)
            elif record != CSV_HEADER.encode():
                raise ForeignOutputError
            complete_bytes += len(record)
        file.truncate(complete_bytes)
    return done


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


def _check_unfinished(record: bytes, form: str, is_first: bool) -> None:
    """Check that the start of an unfinished record is one that we write.

    Raises:
        ForeignOutputError: if it isn't.
    """
    start = (CSV_HEADER if form == "csv" else JSON_LINE_START).encode()
    is_known = record.startswith(start) or start.startswith(record)
    if (is_first or form == "jsonl") and not is_known:
        raise ForeignOutputError


def _parse_record(record: bytes, form: str) -> dict[str, bool]:
    """Return the file name in a complete record, with whether it was read.

    Raises:
        ForeignOutputError: if there is none.
    """
    text = record.decode(ENCODING, ERRORS)
    try:
        if form == "jsonl":
            payload = json.loads(text)
        else:
            [row] = csv.reader(io.StringIO(text, newline=""), strict=True)
            payload = dict(zip(COLUMNS, row, strict=True))
        return {payload["file"]: bool(payload.get("verdict"))}
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error) as e:
        raise ForeignOutputError from e
