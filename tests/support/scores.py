"""Answers that tests of the scorecard count."""

from recognizer.evaluation.datasets import Case
from recognizer.evaluation.scorecard import Answer, score
from recognizer.readings import Box, Digit, Reading


def answer(label: str, text: str, confidence=0.9, verdict="read") -> Answer:
    """Return the answer `text` to a picture of `label`."""
    digit = Digit(7, confidence, (0.1,) * 10, Box(0, 0, 1, 1))
    reading = Reading(text, verdict, confidence, (digit,))
    return Answer(Case("x", bytes, label), reading)


NOTHING = Answer(Case("x", bytes, "5"), Reading.nothing())

ROWS = [
    score("mnist_test", [answer("5", "5")] * 1999 + [NOTHING]),
    score("photo_digits", [answer("5", "6")]),
    score("drawn_digits", [answer("5", "6")]),
    score("pendigits", [answer("1", "1")]),
    score("multi_digits", [answer("12", "12")]),
    score("non_digits", [answer("", "7"), answer("", "7", verdict="unsure")]),
]
