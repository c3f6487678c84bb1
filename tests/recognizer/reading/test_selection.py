"""Scores of two networks, and the boxes that win."""

import numpy as np
import pytest

from ml.detection.detections import Detections
from recognizer.reading.selection import (
    ScoredBoxes,
    agree,
    combine_scores,
    select_digits,
    to_ink_classes,
)

A, B, C = (0, 0, 20, 40), (30, 0, 50, 40), (60, 0, 80, 40)


def detected(*rows):
    """Return detections: box, label, score."""
    scores = np.zeros((len(rows), 17), np.float32)
    for i, (_, label, score) in enumerate(rows):
        scores[i, label] = score
    boxes = np.array([box for box, *_ in rows], np.float32).reshape(-1, 4)
    return Detections(boxes, scores)


def glyphs(*rows):
    """Return probabilities: label (16 is none) and how sure."""
    table = np.zeros((len(rows), 17), np.float32)
    for i, (label, prob) in enumerate(rows):
        table[i] = (1 - prob) / 16
        table[i, label] = prob
    return table


def undecided():
    """Return the probabilities of a classifier that has no idea."""
    return np.full((1, 11), 1 / 11)


def scored(*rows):
    """Return boxes: box and score."""
    boxes = np.array([row[0] for row in rows], float).reshape(-1, 4)
    digits = np.full((len(rows), 10), 0.1)
    scores = np.array([score for _, score in rows])
    return ScoredBoxes(boxes, scores, digits, scores)


def kept_boxes(*rows):
    selection = select_digits(scored(*rows))
    return sorted(tuple(map(int, box)) for box in selection.digits.boxes)


def test_a_glyph_network_that_is_certain_decides_which_digit_it_is():
    found = detected((A, 1, 0.5))
    found.scores[0, 7] = 0.2
    found = combine_scores(found, glyphs((7, 0.9)), undecided())
    assert found.digits[0].argmax() == 7
    assert found.digits[0].sum() == pytest.approx(1)


def test_the_detector_decides_between_labels_that_are_alike():
    glyph = glyphs((1, 0.5))
    glyph[0, 7] = 0.49
    found = combine_scores(detected((A, 7, 0.9)), glyph, undecided())
    assert found.digits[0].argmax() == 7


def test_the_classifier_decides_where_the_others_waver():
    glyph = glyphs((1, 0.5))
    glyph[0, 7] = 0.49
    classes = np.full((1, 11), 0.001)
    classes[0, 7] = 0.99
    found = detected((A, 1, 0.5))
    found.scores[0, 7] = 0.45
    assert combine_scores(found, glyph, undecided()).digits[0].argmax() == 1
    assert combine_scores(found, glyph, classes).digits[0].argmax() == 7


def refused(count=1):
    """Return classes of which none is a digit."""
    classes = np.zeros((count, 11))
    classes[:, 10] = 1.0
    return classes


def test_a_box_that_both_closer_looks_refuse_scores_low():
    found = detected((A, 1, 0.9))
    kept = combine_scores(found, glyphs((1, 0.95)), refused())
    low = combine_scores(found, glyphs((16, 0.95)), refused())
    assert low.scores[0] < 0.3 < 0.9 < kept.scores[0]


def test_ink_that_is_a_digit_speaks_against_a_refusal():
    classes = np.zeros((1, 11))
    classes[0, 1] = 1.0
    found = detected((A, 1, 0.9))
    scored = combine_scores(found, glyphs((16, 0.95)), classes)
    assert 0.6 < scored.scores[0] < 0.8
    assert scored.ink_scores.tolist() == [1.0]


def test_signs_are_no_digits():
    found = combine_scores(detected((A, 14, 0.9)), glyphs((14, 0.9)), undecided())
    assert found.scores[0] < 0.1


def test_boxes_side_by_side_are_all_kept():
    assert kept_boxes((A, 0.9), (B, 0.8), (C, 0.5)) == [A, B, C]


def test_of_two_boxes_that_cover_each_other_the_better_one_is_kept():
    assert kept_boxes((A, 0.6), ((2, 1, 21, 40), 0.9)) == [(2, 1, 21, 40)]


def test_half_of_a_digit_loses_to_the_whole():
    assert kept_boxes((A, 0.9), ((0, 0, 20, 22), 0.6)) == [A]


@pytest.mark.parametrize(("score", "count"), [(0.5, 1), (0.8, 2)])
def test_a_low_mark_beside_digits_has_to_be_surer(score, count):
    assert len(kept_boxes((A, 0.9), ((30, 30, 36, 40), score))) == count


def test_what_both_closer_looks_refuse_is_never_kept():
    found = detected((A, 1, 0.9), (B, 1, 0.9))
    scores = combine_scores(found, glyphs((1, 0.95), (16, 0.95)), refused(2))
    assert select_digits(scores).digits.boxes.tolist() == [list(A)]


def test_where_nothing_convinces_the_best_box_is_a_guess():
    selection = select_digits(scored((A, 0.2), (B, 0.3)))
    assert not selection.is_convincing
    assert selection.digits.boxes[0].tolist() == list(B)


def test_nothing_is_guessed_from_noise():
    assert len(select_digits(scored((A, 0.1))).digits) == 0
    assert len(select_digits(scored()).digits) == 0


def test_the_best_box_left_out_is_reported():
    selection = select_digits(scored((A, 0.9), (B, 0.3)))
    assert selection.left_out_score == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("label", "prob", "score", "is_agreed"),
    [
        (3, 0.9, 0.6, True),
        (5, 0.9, 0.6, False),
        (3, 0.6, 0.6, False),
        (3, 0.9, 0.2, False),
    ],
    ids=["agreed", "another digit", "unsure glyph", "low detection"],
)
def test_networks_agree_where_both_are_sure_of_one_digit(label, prob, score, is_agreed):
    assert agree(detected((A, 3, score)), glyphs((label, prob))).tolist() == [is_agreed]


def test_the_glyph_networks_opinion_is_given_in_eleven_classes():
    classes = to_ink_classes(glyphs((3, 0.9), (16, 0.84)))
    assert classes.shape == (2, 11)
    assert classes.sum(1) == pytest.approx(1)
    assert classes.argmax(1).tolist() == [3, 10]
