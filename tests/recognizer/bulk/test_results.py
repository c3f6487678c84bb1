"""Results of a bulk run are written, and found again after a kill."""

import csv
import io
import json
import os

import pytest

from recognizer.bulk.formats import (
    CSV_HEADER,
    FileResult,
    escape_formula,
    to_table_line,
)
from recognizer.bulk.results import LineFile, LineStream, ResultWriter

NAMES = ["a.png", 'with,"quote\nline.png', os.fsdecode(b"caf\xe9.png"), "ü\x1b[2J.png"]
NUMBERS = [
    {"text": "-4", "line": 0, "row": None},
    {"text": "1/2", "line": 0, "row": None},
    {"text": "2", "line": 1, "row": None},
]
READING = {
    "text": "412\n2",
    "verdict": "read",
    "confidence": 0.9,
    "digits": [],
    "numbers": NUMBERS,
    "photo": {"frames": 1, "frame": 0},
}
REFUSAL = {"code": "empty_upload", "detail": "The file is empty."}
RESULTS = [FileResult(name, READING) for name in NAMES] + [FileResult("bad", REFUSAL)]


def write(path, form, results=RESULTS):
    writer = ResultWriter(form, str(path), io.StringIO())
    for result in results:
        writer.write(result)
    writer.close()
    return writer.done


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_second_run_writes_below_the_first(tmp_path, form):
    path = tmp_path / "out"
    assert write(path, form, RESULTS[:2]) == {}
    assert write(path, form, RESULTS[2:]) == dict.fromkeys(NAMES[:2], True)
    assert set(write(path, form, [])) == {*NAMES, "bad"}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_kill_at_any_byte_costs_only_the_last_line(tmp_path, form):
    path = tmp_path / "out"
    write(path, form)
    complete = path.read_bytes()
    for end in range(len(complete)):
        path.write_bytes(complete[:end])
        done = write(path, form, [])
        write(path, form, [each for each in RESULTS if each.name not in done])
        assert path.read_bytes() == complete, end


def test_json_lines_hold_the_whole_reading(tmp_path):
    path = tmp_path / "out.jsonl"
    write(path, "jsonl")
    first, *_, last = map(json.loads, path.read_text("ascii").splitlines())
    assert first == {"file": "a.png"} | READING
    assert last == {"file": "bad"} | REFUSAL


def test_csv_has_lines_of_digits_in_one_cell(tmp_path):
    path = tmp_path / "out.csv"
    write(path, "csv")
    text = path.read_text("utf-8", "surrogateescape")
    assert text.startswith(CSV_HEADER)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["file"] for row in rows] == [*NAMES, "bad"]
    assert rows[0]["text"] == "412 2"
    assert rows[0]["numbers"] == "'-4 1/2\n2"
    assert (rows[0]["frames"], rows[0]["frame"]) == ("1", "0")
    assert (rows[-1]["code"], rows[-1]["numbers"]) == ("empty_upload", "")


def test_a_table_names_the_page_of_a_document():
    pages = READING | {"photo": {"frames": 3, "frame": 1}}
    assert to_table_line(FileResult("a.tif", pages)).endswith("  (picture 2 of 3)\n")
    assert to_table_line(FileResult("a.tif", READING)).endswith("  a.tif\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    assert escape_formula(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("cell", ["047", "12 34", "10/24", "0.5", ""])
def test_digits_are_left_as_they_are(cell):
    assert escape_formula(cell) == cell


def test_the_table_has_no_control_characters():
    stream = io.StringIO()
    writer = ResultWriter("table", None, stream)
    for result in RESULTS:
        writer.write(result)
    header, *lines = stream.getvalue().splitlines()
    assert header.split() == ["verdict", "confidence", "numbers", "file"]
    assert len(lines) == len(RESULTS)
    assert stream.getvalue().replace("\n", "").isprintable()


def test_the_table_has_the_numbers_of_a_picture_in_one_line():
    stream = io.StringIO()
    ResultWriter("table", None, stream).write(FileResult("a.png", READING))
    _, line = stream.getvalue().splitlines()
    assert line.split() == ["read", "0.90", "-4", "1/2", "2", "a.png"]


def test_the_columns_of_the_table_are_aligned():
    stream = io.StringIO()
    writer = ResultWriter("table", None, stream)
    for result in (FileResult("a.png", READING), FileResult("a.png", REFUSAL)):
        writer.write(result)
    header, read, refused = stream.getvalue().splitlines()
    assert header.index("file") == read.index("a.png") == refused.index("a.png")
    assert refused.split() == ["refused", "empty_upload", "a.png"]


def test_a_stream_accepts_names_that_are_not_utf_8():
    raw = io.BytesIO()
    writer = ResultWriter("csv", None, io.TextIOWrapper(raw, "utf-8"))
    writer.write(FileResult(NAMES[2], READING))
    assert b"caf\xe9.png,read" in raw.getvalue()


class SmallDisk:
    """A file on a disk that has space for some bytes."""

    def __init__(self, file, free):
        self._file, self.free = file, free

    def write(self, data):
        if not self.free:
            raise OSError(28, "No space left on device")
        count = self._file.write(data[: self.free])
        self.free -= count
        return count

    def __getattr__(self, name):
        return getattr(self._file, name)


def test_a_full_disk_leaves_no_half_line(tmp_path):
    lines = LineFile(str(tmp_path / "out"), "header\n")
    lines._file = SmallDisk(lines._file, free=3)
    with pytest.raises(OSError, match="No space"):
        lines.write("a line\n")
    assert (tmp_path / "out").read_text() == "header\n"
    lines._file.free = 100
    lines.write("a line\n")
    lines.sync()
    lines.close()
    assert (tmp_path / "out").read_text() == "header\na line\n"


def test_a_stream_goes_on_with_a_line_where_it_ended(tmp_path, monkeypatch):
    with (tmp_path / "out").open("w") as file:
        lines = LineStream(file, "header\n")
        disk = SmallDisk((tmp_path / "out").open("ab", buffering=0), free=3)
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", lambda _, data: disk.write(data))
            with pytest.raises(OSError, match="No space"):
                lines.write("a line\n")
            disk.free = 100
            lines.write("a line\n")
        lines.sync()
        lines.close()
    assert (tmp_path / "out").read_text() == "header\na line\n"
