"""What a command writes of pictures, and how it goes on after a kill."""

import csv
import io
import json
import os

import pytest

from recognizer.bulk.results import CSV_HEAD, Outcome, Output, StrangeFile, read_held

NAMES = ["a.png", 'with,"quote\nline.png', os.fsdecode(b"caf\xe9.png"), "ü\x1b[2J.png"]
READING = {"text": "4\n2", "verdict": "read", "confidence": 0.9, "digits": []}
REFUSAL = {"code": "empty_upload", "detail": "The file is empty."}
OUTCOMES = [Outcome(name, READING) for name in NAMES] + [Outcome("bad", REFUSAL)]
HELD = dict.fromkeys(NAMES, True) | {"bad": False}
FORMS = ["csv", "jsonl"]


def write(path, form, outcomes=OUTCOMES):
    output = Output(form, str(path), io.StringIO())
    for outcome in outcomes:
        output.write(outcome)
    output.close()
    return output.held


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_found_again(tmp_path, form):
    path = tmp_path / "out"
    assert write(path, form) == {}
    before = path.read_bytes()
    assert read_held(str(path), form) == HELD
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_kill_at_any_byte_costs_the_last_line_alone(tmp_path, form):
    path = tmp_path / "out"
    write(path, form)
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        held = write(path, form, [])
        write(path, form, [each for each in OUTCOMES if each.name not in held])
        assert path.read_bytes() == whole, end


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text", ["notes", "notes\n", '{"a": 1}\n', "[]\n", '7\n{"file": "a"}\n', "a,b\n"]
)
def test_a_file_of_something_else_stays_as_it_is(tmp_path, form, text):
    path = tmp_path / "out"
    path.write_text(text)
    with pytest.raises(StrangeFile):
        Output(form, str(path), io.StringIO())
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", CSV_HEAD + "a,b\n"),
        ("csv", CSV_HEAD + '"a"b,,,,,\n'),
        ("jsonl", '{"file": "a", "verdict": "read"}\nnotes'),
    ],
)
def test_a_line_that_is_not_ours_is_not_gone_on_with(tmp_path, form, text):
    path = tmp_path / "out"
    path.write_text(text)
    with pytest.raises(StrangeFile):
        read_held(str(path), form)
    assert path.read_text() == text


def test_json_lines_hold_the_whole_reading(tmp_path):
    path = tmp_path / "out.jsonl"
    write(path, "jsonl")
    first, *_, last = map(json.loads, path.read_text("ascii").splitlines())
    assert first == {"file": "a.png"} | READING
    assert last == {"file": "bad"} | REFUSAL


def test_a_table_for_programs_has_lines_of_digits_in_one_cell(tmp_path):
    path = tmp_path / "out.csv"
    write(path, "csv")
    text = path.read_text("utf-8", "surrogateescape")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["file"] for row in rows] == [*NAMES, "bad"]
    assert rows[0]["text"] == "4 2"
    assert rows[-1]["code"] == "empty_upload"


def test_a_table_for_people_holds_no_command_for_their_terminal():
    stream = io.StringIO()
    output = Output("table", None, stream)
    for outcome in OUTCOMES:
        output.write(outcome)
    head, *lines = stream.getvalue().splitlines()
    assert head.split() == ["verdict", "sure", "text", "file"]
    assert len(lines) == len(OUTCOMES)
    assert stream.getvalue().replace("\n", "").isprintable()
    assert lines[-1].split() == ["refused", "empty_upload", "bad"]


def test_a_stream_takes_names_that_are_no_utf_8():
    raw = io.BytesIO()
    output = Output("csv", None, io.TextIOWrapper(raw, "utf-8"))
    output.write(Outcome(NAMES[2], READING))
    assert b"caf\xe9.png,read" in raw.getvalue()
