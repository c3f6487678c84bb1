"""Results of a job, as CSV and as JSON lines."""

import csv
import io
import json

import pytest

from recognizer.jobs import results
from recognizer.jobs.results import stream_results
from tests.recognizer.jobs.conftest import SEVEN

pytestmark = pytest.mark.django_db


def text_of(job, form):
    return b"".join(stream_results(job, form)).decode()


def test_lines_of_json_are_in_the_order_of_the_pictures(job, read, monkeypatch):
    monkeypatch.setattr(results, "BATCH_ROWS", 2)
    done = read(job(SEVEN, b"none", SEVEN, SEVEN, b""))
    lines = [json.loads(line) for line in text_of(done, "jsonl").splitlines()]
    assert [line["file"] for line in lines] == [f"{n}.png" for n in range(5)]
    assert [line.get("text", line.get("code")) for line in lines] == [
        *("7", "unsupported_format", "7", "7", "empty_upload")
    ]


def test_a_table_has_a_row_for_each_picture(job, read):
    table = list(csv.DictReader(io.StringIO(text_of(read(job(SEVEN, b"")), "csv"))))
    assert [row["file"] for row in table] == ["0.png", "1.png"]
    assert [row["verdict"] for row in table] == ["read", ""]
    assert [row["code"] for row in table] == ["", "empty_upload"]


def test_what_is_not_read_yet_is_left_out(job):
    made = job(SEVEN, b"")
    assert [
        json.loads(line)["code"] for line in text_of(made, "jsonl").splitlines()
    ] == ["empty_upload"]


def test_no_name_is_run_as_a_formula(zipped, read):
    done = read(zipped({"=cmd().png": SEVEN}))
    assert "'=cmd().png," in text_of(done, "csv")
