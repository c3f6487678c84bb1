"""The output of an earlier run is recognized, and nothing else is touched."""

import os

import pytest

from recognizer.bulk.formats import CSV_HEADER, FORMATS, FileResult
from recognizer.bulk.resume import ForeignOutputError, read_done, read_payloads

NAMES = ["a.png", 'with,"quote\nline.png', os.fsdecode(b"caf\xe9.png")]
RESULTS = [FileResult(name, {"verdict": "read", "text": "4\n2"}) for name in NAMES]
REFUSED = FileResult("bad", {"code": "empty_upload", "detail": "Empty."})
DONE = dict.fromkeys(NAMES, True) | {"bad": False}
RESUMABLE = ["csv", "jsonl"]


@pytest.fixture
def output(tmp_path):
    """Return a function that writes an output; it returns the path."""

    def write(form, text=None):
        header, to_line, _ = FORMATS[form]
        lines = "".join(map(to_line, [*RESULTS, REFUSED]))
        path = tmp_path / "out"
        content = header + lines if text is None else text
        path.write_bytes(content.encode("utf-8", "surrogateescape"))
        return path

    return write


def test_a_missing_output_has_nothing_done(tmp_path):
    assert read_done(str(tmp_path / "out"), "csv") == {}


@pytest.mark.parametrize("form", RESUMABLE)
def test_file_names_are_found_and_the_output_is_unchanged(output, form):
    path = output(form)
    before = path.read_bytes()
    assert read_done(str(path), form) == DONE
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", RESUMABLE)
def test_an_unfinished_line_is_cut_off(output, form):
    path = output(form)
    complete = path.read_bytes()
    path.write_bytes(complete[:-3])
    assert read_done(str(path), form) == dict.fromkeys(NAMES, True)
    assert complete.startswith(path.read_bytes())


@pytest.mark.parametrize("form", RESUMABLE)
@pytest.mark.parametrize(
    "text", ["notes", "notes\n", '{"a": 1}\n', "[]\n", '7\n{"file": "a"}\n', "a,b\n"]
)
def test_another_file_is_refused_and_left_unchanged(output, form, text):
    path = output(form, text)
    with pytest.raises(ForeignOutputError):
        read_done(str(path), form)
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", CSV_HEADER + "a,b\n"),
        ("csv", CSV_HEADER + '"a"b,,,,,,\n'),
        ("jsonl", '{"file": "a", "verdict": "read"}\nnotes'),
    ],
)
def test_a_foreign_line_below_our_own_is_refused(output, form, text):
    path = output(form, text)
    with pytest.raises(ForeignOutputError):
        read_done(str(path), form)
    assert path.read_text() == text


@pytest.mark.parametrize("form", RESUMABLE)
def test_lines_that_are_known_are_skipped(output, form):
    path = output(form)
    lines = FORMATS[form].to_line(REFUSED).encode()
    start = path.stat().st_size - len(lines)
    [payload] = read_payloads(str(path), FORMATS[form], start)
    assert payload["file"] == "bad"
    assert len(list(read_payloads(str(path), FORMATS[form], start - 1))) == 4
