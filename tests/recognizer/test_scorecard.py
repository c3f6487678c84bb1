"""The scorecard counts what was read, refused and wrong, and how sure that is."""

import csv
import io
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recognizer.readings import Box, Digit, Reading
from recognizer.scorecard import (
    Answer,
    Case,
    digits_of,
    edit_distance,
    find_sets,
    read_cases,
    score,
    wilson,
)
from tests.drawing import encoded, page_of


def answer(label: str, text: str, confidence=0.9, verdict="read") -> Answer:
    digit = Digit(7, confidence, (0.1,) * 10, Box(0, 0, 1, 1))
    reading = Reading(text, verdict, confidence, (digit,))
    return Answer(Case("x", bytes, label), reading)


NOTHING = Answer(Case("x", bytes, "5"), Reading.nothing())


@pytest.fixture
def data(tmp_path):
    """Return a data folder with two pictures, an array of fields and non-digits."""
    folder = tmp_path / "dev/photo_digits"
    folder.mkdir(parents=True)
    for name in ("7_a.png", "7_b.png"):
        (folder / name).write_bytes(encoded(page_of("7")))
    with open(folder / "labels.csv", "w", newline="") as table:
        writer = csv.writer(table)
        writer.writerows([("file", "label"), ("7_a.png", "7"), ("7_b.png", "1-2_3")])
    (tmp_path / "dev/omniglot").mkdir()
    x, y = np.full((3, 40, 40), 255, np.uint8), np.arange(3)
    np.savez(tmp_path / "dev/omniglot/omniglot.npz", x=x, y=y)
    return tmp_path


def test_a_row_counts_right_refused_and_wrong():
    row = score("set", [answer("5", "5"), answer("5", "6"), NOTHING])
    assert (row.n, row.right, row.refused, row.wrong) == (3, 1, 1, 1)
    assert row.low < 1 / 3 < row.high


def test_lines_of_a_text_do_not_count():
    assert answer("123", "12\n3").is_right


def test_a_non_digit_is_right_unless_it_is_trusted():
    assert not answer("", "7").is_right
    assert answer("", "7", verdict="unsure").is_right


def test_the_confusion_of_single_digits_has_a_column_for_anything_else():
    row = score("set", [answer("5", "5"), answer("5", "51"), NOTHING])
    assert row.confusion[5][5] == 1
    assert row.confusion[5][10] == 2
    assert score("set", [answer("12", "12")]).confusion == []


def test_confidence_that_is_kept_has_no_calibration_error():
    right = [answer("5", "5", 0.75)] * 3 + [answer("5", "6", 0.75)]
    assert score("set", right).calibration_error == pytest.approx(0)
    assert score("set", [answer("5", "6", 0.75)]).calibration_error == 0.75


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("12", "12", 0), ("1", "", 1), ("123", "13", 1)],
)
def test_the_edit_distance(one, other, edits):
    assert edit_distance(one, other) == edit_distance(other, one) == edits


def test_the_interval_of_no_failure_does_not_end_below_one():
    assert wilson(10, 10)[1] == 1.0
    assert wilson(0, 10)[0] == 0.0


def test_labels_lose_what_parts_them():
    assert digits_of("12_3-4") == "1234"


def test_sets_are_found_by_what_lies_in_the_folder(data):
    sets = find_sets(data)
    assert [case.label for case in sets["photo_digits"]] == ["7", "123"]
    assert [case.label for case in sets["omniglot"]] == [""] * 3


def test_a_refused_picture_is_an_answer_too(seven):
    [answered] = read_cases([Case("x", lambda: b"no picture", "5")])
    assert answered.is_refused
    assert not answered.is_right


def test_the_command_prints_writes_and_draws(seven, data, tmp_path):
    out, told = io.StringIO(), tmp_path / "card.json"
    misses = tmp_path / "misses"
    options = {"data": data, "json": told, "misses": misses, "stdout": out}
    call_command("scorecard", **options)
    assert "photo_digits" in out.getvalue()
    rows = {row["set"]: row for row in json.loads(told.read_text())["sets"]}
    assert rows["photo_digits"]["right"] == 1
    assert rows["omniglot"]["right"] == 3
    assert [path.name for path in (misses / "photo_digits").iterdir()] == [
        "7_b.png.png"
    ]


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(CommandError, match="--data"):
        call_command("scorecard", data=tmp_path)
