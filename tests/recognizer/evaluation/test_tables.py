"""Scores as text: one line for each set, half, category or condition."""

from recognizer.evaluation.metrics import compute_score
from recognizer.evaluation.tables import to_half_table, to_short_table, to_wide_table
from tests.support.scores import NOTHING, answer

SOME = [answer("5", "5"), answer("5", "6"), answer("5", "6", verdict="unsure"), NOTHING]


def cells(line):
    return line.split()


def test_a_wide_line_has_counts_with_shares_and_intervals():
    head, _, line = to_wide_table([compute_score("some", SOME)])
    assert cells(head)[:4] == ["set", "n", "read", "exactly"]
    assert cells(line)[:5] == ["some", "4", "1", "25.00", "%"]
    assert line.count("(") == 5


def test_a_short_line_tells_what_the_verdicts_are_worth():
    _, head, line = to_short_table("trust", [compute_score("some", SOME)])
    assert head.startswith("trust")
    assert "risk at 50/80/90/95/100 %" in head
    exact, wrong_digits, trusted = ["1", "25.00", "%"], ["3", "of", "4"], ["1", "50.00"]
    assert cells(line)[:10] == ["some", "4", *exact, *wrong_digits, *trusted]
    assert "/" in line


def test_columns_stand_under_their_titles():
    _, head, line = to_short_table("trust", [compute_score("some", SOME)])
    assert len(head) == len(line)
    wide = to_wide_table([compute_score("some", SOME)])
    assert len({len(each) for each in wide}) == 1


def test_non_digits_have_no_digits_to_be_wrong_about():
    letters = [answer("", "7"), answer("", "", verdict="nothing")]
    [*_, line] = to_short_table("trust", [compute_score("letters", letters)])
    assert cells(line)[5:8] == ["-", "-", "1"]


def test_a_part_goes_by_its_set_and_name():
    [*_, line] = to_short_table("category", [compute_score("wild", SOME, "grid")])
    assert line.startswith("wild: grid")


def test_halves_stand_side_by_side_in_the_same_order():
    scores = [compute_score("a", SOME, "unseen"), compute_score("a", SOME[:1], "tuned")]
    _, titles, head, line = to_half_table(scores)
    assert cells(titles) == ["tuned", "unseen"]
    assert head.count("wrong digits") == 2
    assert cells(line)[:3] == ["a", "1", "1"]
    assert "4 " in line[len(line) // 2 :]


def test_a_half_without_pictures_stays_empty():
    [*_, line] = to_half_table([compute_score("a", SOME[:1], "unseen")])
    assert cells(line)[1:3] == ["1", "1"]
    assert not line[32:100].strip()


def test_without_scores_there_is_no_table():
    assert to_short_table("category", []) == to_half_table([]) == []
