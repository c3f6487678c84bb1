"""The scorecard counts what was read, refused and wrong, and how sure that is."""

import io
import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from recognizer.evaluation.datasets import Case
from recognizer.evaluation.failures import save_miss
from recognizer.evaluation.scorecard import edit_distance, read_cases, score
from tests.support.drawing import encoded, page_of
from tests.support.scores import NOTHING, answer


def test_a_row_counts_right_refused_and_wrong():
    row = score("set", [answer("5", "5"), answer("5", "6"), NOTHING])
    assert (row.n, row.right, row.refused, row.wrong) == (3, 1, 1, 1)
    low, high = row.interval("right")
    assert low < 1 / 3 < high


@pytest.mark.parametrize(
    ("labels", "kind"),
    [("5 6", "digit"), ("12 5", "number"), ("12 34", "number"), (" ", "none")],
)
def test_a_row_says_what_its_pictures_hold(labels, kind):
    answers = [answer(label, "5") for label in labels.split(" ")]
    assert score("set", answers).kind == kind


def test_lines_of_a_text_do_not_count():
    assert answer("123", "12\n3").is_right


def test_a_non_digit_is_right_unless_it_is_trusted():
    assert not answer("", "7").is_right
    assert answer("", "7", verdict="unsure").is_right


def test_non_digits_have_neither_characters_nor_confidence_to_be_wrong_about():
    row = score("set", [answer("", "7"), answer("", "", verdict="nothing")])
    assert row.character_error_rate is row.calibration_error is None
    assert (row.right, row.refused, row.wrong, row.confusion) == (1, 1, 1, [])


def test_the_confusion_of_single_digits_has_a_column_for_anything_else():
    row = score("set", [answer("5", "5"), answer("5", "51"), NOTHING])
    assert row.confusion[5][5] == 1
    assert row.confusion[5][10] == 2
    assert score("set", [answer("12", "12")]).confusion == []


def test_confidence_that_is_kept_has_no_calibration_error():
    right = [answer("5", "5", 0.75)] * 3 + [answer("5", "6", 0.75)]
    assert score("set", right).calibration_error.value == pytest.approx(0)
    assert score("set", [answer("5", "6", 0.75)]).calibration_error.value == 0.75


def test_where_nothing_was_read_no_confidence_is_judged():
    assert score("set", [NOTHING]).calibration_error is None


def test_errors_in_characters_are_counted_by_the_digits_there_are():
    row = score("set", [answer("123", "13"), answer("4", "4")])
    error = row.character_error_rate
    assert error.value == 0.25
    assert error.interval[0] <= 0.25 <= error.interval[1]


def test_every_figure_of_a_set_is_told_with_its_interval():
    told = score("set", [answer("5", "5"), NOTHING]).as_json()
    figures = ["right", "refused", "wrong", "character_error_rate", "calibration_error"]
    pairs = [name for figure in figures for name in (figure, f"{figure}_95")]
    assert list(told) == ["set", "kind", "n", *pairs]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("12", "12", 0), ("1", "", 1), ("123", "13", 1)],
)
def test_the_edit_distance(one, other, edits):
    assert edit_distance(one, other) == edit_distance(other, one) == edits


def test_a_refused_picture_is_an_answer_too(seven):
    [answered] = read_cases([Case("x", lambda: b"no picture", "5")])
    assert answered.is_refused
    assert not answered.is_right


# Failures as pictures


def drawn_miss(case, folder):
    [answered] = read_cases([case])
    save_miss(answered, folder)
    [path] = folder.iterdir()
    return np.asarray(Image.open(path))


def test_a_miss_shows_picture_ink_and_fields_in_rows(seven, tmp_path):
    one = Case("a", lambda: encoded(page_of("7")), "5")
    many = Case("b", lambda: encoded(page_of("7" * 10)), "5")
    assert (drawn_miss(one, tmp_path / "one") == 255).sum() > 1000
    wide = drawn_miss(many, tmp_path / "many")
    # Ten fields take two rows: both are brighter than the sheet's ground.
    assert (wide[-84:].max(), wide[-172:-88].max()) == (255, 255)


def test_a_file_that_was_refused_is_a_miss_too(seven, tmp_path):
    sheet = drawn_miss(Case("x", lambda: b"no picture", "5"), tmp_path / "misses")
    assert sheet.max() > 200


# The command


def test_the_command_prints_writes_and_draws(seven, data, tmp_path):
    out, told = io.StringIO(), tmp_path / "card.json"
    misses = tmp_path / "misses"
    options = {"data": data, "json": told, "misses": misses, "stdout": out}
    call_command("scorecard", **options)
    assert "1 50.00 % (9.4-90.5)" in out.getvalue()
    rows = {row["set"]: row for row in json.loads(told.read_text())["sets"]}
    assert rows["photo_digits"]["right"] == 1
    assert rows["omniglot"]["right"] == 1
    drawn = [path.name for path in (misses / "photo_digits").iterdir()]
    assert drawn == ["7_b.png.png"]


def test_some_of_the_sets_can_be_chosen(seven, data):
    out = io.StringIO()
    call_command("scorecard", data=data, only=["omniglot"], stdout=out)
    assert "omniglot" in out.getvalue()
    assert "photo_digits" not in out.getvalue()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"only": ["letters"]}, "letters is none of omniglot, photo_digits"),
        ({"json": "nowhere/card.json"}, "no folder nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_read(
    monkeypatch, data, options, named
):
    monkeypatch.setattr("recognizer.pipeline.recognize", pytest.fail)
    with pytest.raises(CommandError, match=named):
        call_command("scorecard", f"--data={data}", *as_options(options))


def as_options(options):
    return [
        f"--{name}={value if isinstance(value, str) else ' '.join(value)}"
        for name, value in options.items()
    ]


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(CommandError, match="--data"):
        call_command("scorecard", data=tmp_path)


def test_without_a_model_nothing_is_written(broken_model, data, tmp_path):
    with pytest.raises(CommandError, match="no model"):
        call_command("scorecard", data=data, json=tmp_path / "card.json")
    assert not (tmp_path / "card.json").exists()
