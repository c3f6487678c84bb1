"""Texts of lines, as boxes and line reader agree on them."""

import numpy as np
import pytest

from recognizer.inference.work_budget import WorkBudget
from recognizer.reading.lines.box_paths import NO_BOX, fit_text, vary_texts
from recognizer.reading.lines.line_decoding import (
    PARAMS,
    decode_lines,
)
from recognizer.reading.lines.line_runs import find_runs
from recognizer.reading.selection import ScoredBoxes, Selection, join
from tests.support.engines import write_scores

GRAY = np.full((120, 400), 220, np.uint8)
PLENTY = WorkBudget(1e9)


def row(*digits, y=20, label_prob=0.82):
    """Return boxes along a line: column, label, score."""
    boxes = [(20 * x, y, 20 * x + 14, y + 30) for x, *_ in digits]
    labels = np.full((len(digits), 10), (1 - label_prob) / 9)
    for i, (_, label, _score) in enumerate(digits):
        labels[i, label] = label_prob
    scores = np.array([score for *_, score in digits], float)
    corners = np.array(boxes, float).reshape(-1, 4)
    return ScoredBoxes(corners, scores, labels, scores)


class Lines:
    """A line reader that sees a text in every line, and counts the lines."""

    def __init__(self, *text):
        self.text, self.seen = text, 0

    def read_lines(self, line_images):
        self.seen += len(line_images)
        return [write_scores(self.text) for _ in line_images]


def decode(boxes, *text, chosen=None):
    digits = boxes if chosen is None else boxes.part(np.array(chosen))
    return decode_lines(GRAY, Selection(boxes, digits, True, 0.0), Lines(*text), PLENTY)


def text_of(page):
    order = np.lexsort((page.digits.boxes[:, 0], page.lines))
    return tuple(page.digits.digits[order].argmax(1).tolist())


# Paths through boxes


def test_a_text_that_the_boxes_show_fits_best():
    boxes = row((0, 1, 0.9), (1, 2, 0.9))
    fits = {
        text: fit_text(boxes, text)[0] for text in [(1, 2), (1, 7), (1,), (1, 2, 3)]
    }
    assert max(fits, key=fits.get) == (1, 2)


def test_a_low_box_is_left_out_at_little_cost():
    boxes = row((0, 1, 0.9), (1, 2, 0.1))
    assert fit_text(boxes, (1,))[0] > fit_text(boxes, (1, 2))[0]
    assert fit_text(boxes, (1,))[1].tolist() == [0]


def test_a_digit_without_a_box_is_kept_apart_from_those_that_have_one():
    boxes = row((0, 1, 0.9), (2, 3, 0.9))
    assert fit_text(boxes, (1, 2, 3))[1].tolist() == [0, NO_BOX, 1]


def test_without_boxes_every_digit_costs_the_same():
    none = row()
    one, two = fit_text(none, (1,))[0], fit_text(none, (1, 2))[0]
    assert two == pytest.approx(2 * one)


def test_boxes_suggest_texts_without_the_lowest():
    texts = vary_texts(row((0, 1, 0.9), (1, 2, 0.2), (2, 3, 0.5)), 0.35)
    assert {(1, 3), (1, 2, 3), (1,)} - texts <= {(1,)}
    assert (1, 3) in texts
    assert (1, 2, 3) in texts


# Runs


def runs_of(boxes):
    lines = np.zeros(len(boxes), int)
    return [
        run.members.tolist()
        for run in find_runs(Selection(boxes, boxes, True, 0.0), lines)
    ]


def test_a_line_is_split_where_digits_stand_far_apart():
    boxes = row((0, 1, 0.9), (1, 2, 0.9), (8, 3, 0.9), (9, 4, 0.9))
    assert runs_of(boxes) == [[0, 1], [2, 3]]


def test_sure_digits_need_no_second_look():
    digits = (0, 1, 0.9), (1, 2, 0.9)
    assert runs_of(row(*digits, label_prob=0.99)) == []
    assert runs_of(row(*digits, (2, 3, 0.6), label_prob=0.99)) == [[0, 1, 2]]


def test_a_digit_may_be_missing_in_a_wide_gap():
    digits = (0, 1, 0.9), (2, 2, 0.9)
    assert runs_of(row(*digits, label_prob=0.99)) == [[0, 1]]


def test_a_low_peak_beside_sure_digits_makes_a_run():
    boxes = row((0, 1, 0.9), (1, 2, 0.9), (2, 3, 0.2), label_prob=0.99)
    selection = Selection(boxes, boxes.part(np.array([0, 1])), True, 0.0)
    [run] = find_runs(selection, np.zeros(2, int))
    assert len(run.boxes) == 3


def test_a_digit_alone_is_no_run():
    assert runs_of(row((0, 1, 0.9))) == []


def test_a_low_peak_beside_a_digit_makes_a_run():
    boxes = row((0, 1, 0.9), (1, 2, 0.2))
    selection = Selection(boxes, boxes.part(np.array([0])), True, 0.0)
    [run] = find_runs(selection, np.zeros(1, int))
    assert len(run.boxes) == 2


# Decoding


def test_where_all_agree_a_line_stays_as_it_is():
    page = decode(row((0, 1, 0.9), (1, 2, 0.9)), 1, 2)
    assert text_of(page) == (1, 2)
    assert (page.run_confidences > 0.95).all()


def test_the_line_reader_adds_a_digit_between_its_neighbors():
    page = decode(row((0, 1, 0.9), (2, 3, 0.9)), 1, 2, 3)
    assert text_of(page) == (1, 2, 3)
    left = np.sort(page.digits.boxes[:, 0])
    assert 0 < left[1] < 40


def test_the_line_reader_takes_a_doubtful_digit_away():
    assert text_of(decode(row((0, 1, 0.9), (1, 2, 0.4)), 1)) == (1,)


def test_a_low_peak_that_the_line_reader_sees_becomes_a_digit():
    boxes = row((0, 1, 0.9), (1, 2, 0.9), (2, 3, 0.2))
    assert text_of(decode(boxes, 1, 2, 3, chosen=[0, 1])) == (1, 2, 3)


def test_a_text_that_only_one_side_sees_is_doubtful():
    page = decode(row((0, 1, 0.9), (1, 2, 0.9)), 1, 7)
    order = page.digits.boxes[:, 0].argsort()
    assert page.digits.digits[order].max(1) == pytest.approx([0.82, 0.46], abs=0.05)


def test_lines_keep_their_numbers():
    top, bottom = row((0, 1, 0.9), (1, 2, 0.9)), row((0, 1, 0.9), (1, 2, 0.9), y=70)
    page = decode(join([top, bottom]), 1, 2)
    assert np.bincount(page.lines).tolist() == [2, 2]


def test_the_number_of_runs_is_bounded():
    rows = [row((0, 1, 0.9), (1, 2, 0.9), y=40 * i) for i in range(40)]
    many = join(rows)
    network = Lines(1, 2)
    page = decode_lines(GRAY, Selection(many, many, True, 0.0), network, PLENTY)
    assert network.seen == PARAMS.max_runs
    assert len(page.digits) == 80


def test_lines_are_not_read_when_the_budget_is_spent():
    boxes, network, spent = row((0, 1, 0.9), (1, 2, 0.9)), Lines(1, 7), WorkBudget(-1)
    page = decode_lines(GRAY, Selection(boxes, boxes, True, 0.0), network, spent)
    assert (network.seen, spent.is_exceeded) == (0, True)
    assert text_of(page) == (1, 2)


def test_a_run_that_is_too_long_stays_as_the_boxes_have_it():
    long = row(*((i, i % 10, 0.6) for i in range(PARAMS.max_boxes + 1)))
    short = row((0, 1, 0.9), (1, 2, 0.9), y=70)
    many, network, budget = join([long, short]), Lines(1, 7), WorkBudget(1e9)
    page = decode_lines(GRAY, Selection(many, many, True, 0.0), network, budget)
    assert network.seen == len(PARAMS.paddings)
    assert budget.is_exceeded
    assert len(page.digits) == PARAMS.max_boxes + 3


@pytest.mark.parametrize("more", [0, 1])
def test_a_page_of_few_runs_is_looked_at_more_closely(more):
    count = PARAMS.few_runs + more
    page = join([row((0, 1, 0.9), (1, 2, 0.9), y=40 * i) for i in range(count)])
    network = Lines(1, 2)
    decode_lines(GRAY, Selection(page, page, True, 0.0), network, PLENTY)
    assert network.seen == count * (1 if more else len(PARAMS.paddings))
