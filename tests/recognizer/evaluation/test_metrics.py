"""The scores of a set: counts, error rates, calibration and confusion."""

import numpy as np
import pytest

from recognizer.evaluation.datasets import Marks, Sample
from recognizer.evaluation.metrics import (
    COUNTS,
    ERRORS,
    Prediction,
    compute_parts,
    compute_score,
    edit_distance,
)
from recognizer.readings import Box, Digit, Reading
from tests.support.scores import NOTHING, answer


def test_a_row_counts_right_refused_and_wrong():
    row = compute_score("set", [answer("5", "5"), answer("5", "6"), NOTHING])
    assert (row.n, row.right, row.refused, row.wrong) == (3, 1, 1, 1)
    low, high = row.interval("right")
    assert low < 1 / 3 < high


@pytest.mark.parametrize(
    ("labels", "kind"),
    [("5 6", "digit"), ("12 5", "number"), ("12 34", "number"), (" ", "none")],
)
def test_a_row_says_what_its_pictures_hold(labels, kind):
    answers = [answer(label, "5") for label in labels.split(" ")]
    assert compute_score("set", answers).kind == kind


def test_lines_of_a_text_do_not_count():
    assert answer("123", "12\n3").is_right


def test_a_non_digit_is_right_unless_it_is_trusted():
    assert not answer("", "7").is_right
    assert answer("", "7", verdict="unsure").is_right


def test_non_digits_have_neither_characters_nor_confidence_to_be_wrong_about():
    row = compute_score("set", [answer("", "7"), answer("", "", verdict="nothing")])
    assert row.character_error_rate is row.calibration_error is None
    assert (row.right, row.refused, row.wrong, row.confusion) == (1, 1, 1, [])


def test_the_confusion_of_single_digits_has_a_column_for_anything_else():
    row = compute_score("set", [answer("5", "5"), answer("5", "51"), NOTHING])
    assert row.confusion[5][5] == 1
    assert row.confusion[5][10] == 2
    assert compute_score("set", [answer("12", "12")]).confusion == []


def test_confidence_that_is_kept_has_no_calibration_error():
    right = [answer("5", "5", 0.75)] * 3 + [answer("5", "6", 0.75)]
    assert compute_score("set", right).calibration_error.value == pytest.approx(0)
    assert (
        compute_score("set", [answer("5", "6", 0.75)]).calibration_error.value == 0.75
    )


def test_where_nothing_was_read_no_confidence_is_measured():
    assert compute_score("set", [NOTHING]).calibration_error is None


def test_errors_in_characters_are_counted_by_the_digits_there_are():
    row = compute_score("set", [answer("123", "13"), answer("4", "4")])
    error = row.character_error_rate
    assert error.value == 0.25
    assert error.interval[0] <= 0.25 <= error.interval[1]


def test_every_figure_of_a_set_has_its_interval():
    score = compute_score("set", [answer("5", "5"), NOTHING]).as_json()
    figures = [*COUNTS, *ERRORS, "right_when_read", "digits_refused"]
    assert {f"{name}_95" for name in figures} == {n for n in score if "_95" in n}
    counts = {"digits", "wrong_digits", "wrong_when_read", "risk_points"}
    names = {"set", "kind", "n", *figures, *(f"{name}_95" for name in figures)}
    assert set(score) == names | counts


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("12", "12", 0), ("1", "", 1), ("123", "13", 1)],
)
def test_the_edit_distance(one, other, edits):
    assert edit_distance(one, other) == edit_distance(other, one) == edits


# What a verdict is worth


def test_wrong_answers_with_the_verdict_read_are_counted_apart():
    some = [answer("5", "5"), answer("5", "6"), answer("5", "6", verdict="unsure")]
    score = compute_score("set", some)
    assert score.right_when_read == (1, 2)
    assert score.wrong_when_read == 1


def test_a_non_digit_that_is_trusted_counts_as_wrong_when_read():
    score = compute_score("set", [answer("", "7"), answer("", "7", verdict="unsure")])
    assert score.wrong_when_read == 1
    assert "right_when_read" not in score.as_json()


def test_true_digits_in_pictures_without_an_answer_are_counted():
    refused = Prediction(Sample("x", bytes, "123"), Reading.nothing())
    score = compute_score("set", [answer("5", "5"), refused])
    assert score.digits_refused == (3, 4)
    assert score.digits_refused.interval[0] < 0.75 < score.digits_refused.interval[1]


def test_digits_that_are_wrong_missing_or_too_many_are_counted():
    some = [answer("123", "13"), answer("4", "5"), answer("6", "66"), answer("7", "7")]
    score = compute_score("set", some)
    assert (score.wrong_digits, score.digits) == (3, 6)


def test_where_nothing_is_read_there_is_no_share_of_right_readings():
    score = compute_score("set", [NOTHING])
    assert "right_when_read" not in score.as_json()


def test_digits_that_lie_about_are_compared_in_any_order():
    scattered = Sample("x", bytes, "123", is_ordered=False)
    reading = answer("", "312").reading
    assert Prediction(scattered, reading).is_right
    assert Prediction(scattered, answer("", "31").reading).wrong_digits == 1


def test_each_part_of_a_set_has_its_score():
    grid, line = (Sample("x", bytes, "5", category=c) for c in ("grid", "line"))
    some = [Prediction(s, answer("", "5").reading) for s in (grid, line, grid)]
    parts = compute_parts("wild", [*some, NOTHING], lambda sample: sample.category)
    assert [(p.set, p.part, p.n) for p in parts] == [
        ("wild", "grid", 2),
        ("wild", "line", 1),
    ]


# Signs


MARKS = Marks(
    np.array([(0, 0, 10, 20), (12, 0, 18, 20), (20, 0, 30, 20)], float),
    np.array([False, True, False]),
)


def read_at(*boxes):
    digits = [Digit(1, 0.9, (0.1,) * 10, Box(*box)) for box in boxes]
    return Reading.of(digits, "read", 0.9)


@pytest.mark.parametrize(
    ("boxes", "ignored"),
    [
        ([(0, 0, 10, 20), (20, 0, 30, 20)], 1),
        ([(0, 0, 10, 20), (11, 0, 19, 20)], 0),
        ([(0, 0, 17, 20)], 1),
        ([(200, 0, 210, 20)], 1),
        ([], 1),
    ],
)
def test_a_sign_is_ignored_if_no_digit_is_read_where_it_stands(boxes, ignored):
    sample = Sample("x", bytes, "12", has_signs=True, marks=MARKS)
    score = compute_score("signs", [Prediction(sample, read_at(*boxes))])
    assert score.signs_ignored == (ignored, 1)


def test_without_boxes_a_digit_too_many_is_a_sign():
    sample = Sample("x", bytes, "1024", has_signs=True)
    some = [Prediction(sample, answer("", t).reading) for t in ("1024", "10724")]
    score = compute_score("signs", some)
    assert score.as_json()["signs_ignored"] == (1, 2)
    assert "signs_ignored" not in compute_score("set", [NOTHING]).as_json()
