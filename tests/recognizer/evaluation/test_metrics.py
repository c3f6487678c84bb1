"""The scores of a set: counts, error rates, calibration and confusion."""

import pytest

from recognizer.evaluation.metrics import compute_score, edit_distance
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
    figures = ["right", "refused", "wrong", "character_error_rate", "calibration_error"]
    pairs = [name for figure in figures for name in (figure, f"{figure}_95")]
    assert list(score) == ["set", "kind", "n", *pairs]


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("12", "12", 0), ("1", "", 1), ("123", "13", 1)],
)
def test_the_edit_distance(one, other, edits):
    assert edit_distance(one, other) == edit_distance(other, one) == edits
