"""From scores to confidence and verdict."""

import numpy as np
import pytest

from recognizer.reading.confidence import (
    Doubts,
    compute_digit_confidences,
    find_trust,
)
from recognizer.reading.selection import ScoredBoxes


def digits(*rows):
    """Return digits: probability of the label, score that it is a digit."""
    labels = np.array([[p, *[(1 - p) / 9] * 9] for p, _ in rows])
    scores = np.array([score for _, score in rows])
    return ScoredBoxes(np.zeros((len(rows), 4)), scores, labels, scores)


def verdict(*rows, lines=0.999, **doubts):
    shares = np.full(len(rows), lines ** (1 / len(rows)))
    return find_trust(digits(*rows), shares, Doubts(**doubts)).verdict


SURE = (0.999, 0.95)


@pytest.mark.parametrize(
    ("rows", "options", "expected"),
    [
        ([SURE], {}, "read"),
        ([SURE, SURE], {}, "read"),
        ([(0.7, 0.9)], {}, "unsure"),
        ([SURE, (0.6, 0.4)], {}, "unsure"),
        ([SURE, SURE], {"lines": 0.3}, "unsure"),
        ([SURE], {"left_out_score": 0.5}, "unsure"),
        ([SURE, SURE], {"left_out_score": 0.5}, "unsure"),
        ([SURE, SURE], {"sign_score": 0.5}, "unsure"),
        ([SURE, SURE], {"sign_score": 0.1}, "read"),
        ([SURE], {"is_guess": True}, "unsure"),
        ([(0.3, 0.02)], {}, "nothing"),
        ([(0.3, 0.02), (0.25, 0.02)], {}, "nothing"),
        ([(0.3, 0.02), SURE], {}, "unsure"),
    ],
)
def test_verdicts(rows, options, expected):
    assert verdict(*rows, **options) == expected


def test_confidence_rises_with_the_label_and_with_the_score():
    found = compute_digit_confidences(digits((0.6, 0.6), (0.9, 0.6), (0.9, 0.9)))
    assert 0 < found[0] < found[1] < found[2] < 1


@pytest.mark.parametrize("prob", [0.0, 1.0])
def test_the_ends_of_probability_have_a_confidence(prob):
    [found] = compute_digit_confidences(digits((prob, prob)))
    assert 0 <= found <= 1


def test_the_confidence_in_one_digit_is_that_of_the_text():
    trust = find_trust(digits(SURE), np.ones(1), Doubts())
    assert trust.text == pytest.approx(trust.digits[0])


def test_no_digit_is_trusted_more_than_its_line():
    trust = find_trust(digits(SURE, SURE), np.array([0.5, 0.5]), Doubts())
    assert trust.digits.tolist() == [0.5, 0.5]


def test_a_longer_text_is_trusted_less():
    texts = [
        find_trust(digits(*[(0.95, 0.9)] * n), np.ones(n), Doubts()).text
        for n in (2, 4, 8)
    ]
    assert texts[0] > texts[1] > texts[2]


def test_a_box_that_is_left_out_lowers_the_trust():
    texts = [
        find_trust(digits(SURE, SURE), np.ones(2), Doubts(left_out)).text
        for left_out in (0.0, 0.2)
    ]
    assert texts[1] < texts[0]
