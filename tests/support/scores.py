"""Answers that tests of the scorecard count."""

from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.metrics import Prediction, compute_score
from recognizer.readings import Box, Digit, Reading


def answer(label: str, text: str, confidence=0.9, verdict="read") -> Prediction:
    """Return the answer `text` to a picture of `label`."""
    digit = Digit(7, confidence, (0.1,) * 10, Box(0, 0, 1, 1))
    reading = Reading(text, verdict, confidence, (digit,))
    return Prediction(Sample("x", bytes, label), reading)


NOTHING = Prediction(Sample("x", bytes, "5"), Reading.nothing())

ROWS = [
    compute_score("mnist_test", [answer("5", "5")] * 1999 + [NOTHING]),
    compute_score("photo_digits", [answer("5", "6")]),
    compute_score("drawn_digits", [answer("5", "6")]),
    compute_score("pendigits", [answer("1", "1")]),
    compute_score("multi_digits", [answer("12", "12")]),
    compute_score("non_digits", [answer("", "7"), answer("", "7", verdict="unsure")]),
]
