"""Answers that tests of the scorecard count."""

from recognizer.labelled import Case
from recognizer.readings import Box, Digit, Reading
from recognizer.scorecard import Answer


def answer(label: str, text: str, confidence=0.9, verdict="read") -> Answer:
    """Return the answer `text` to a picture of `label`."""
    digit = Digit(7, confidence, (0.1,) * 10, Box(0, 0, 1, 1))
    reading = Reading(text, verdict, confidence, (digit,))
    return Answer(Case("x", bytes, label), reading)


NOTHING = Answer(Case("x", bytes, "5"), Reading.nothing())
