"""How well the whole reader does, picture in and text out, on labelled sets.

Every picture goes through the pipeline of the site.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ml.training.calibration import calibration_error
from recognizer import pipeline
from recognizer.errors import ModelUnavailable, RecognizerError
from recognizer.evaluation.datasets import Case
from recognizer.evaluation.intervals import Interval, bootstrap, wilson
from recognizer.readings import Reading

COUNTS = ("right", "refused", "wrong")
ERRORS = ("character_error_rate", "calibration_error")


class Answer(NamedTuple):
    """What one picture was read as; the reading is None where it was refused."""

    case: Case
    reading: Reading | None

    @property
    def text(self) -> str:
        return self.reading.text.replace("\n", "") if self.reading else ""

    @property
    def is_refused(self) -> bool:
        return self.reading is None or self.reading.verdict == "nothing"

    @property
    def is_right(self) -> bool:
        if self.case.label:
            return self.text == self.case.label
        return self.reading is None or self.reading.verdict != "read"


class Error(NamedTuple):
    """A measured error, 0 where all is well, with its 95 % interval."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class Row:
    """The score of one set.

    Attributes:
        set: its name.
        kind: of its pictures: one `digit`, a `number`, or `none`.
        n: pictures.
        right: read exactly; of non-digits, those that are not trusted as digits.
        refused: answered "no digit here".
        wrong: read as something else.
        character_error_rate: edits that mend all texts, by the digits there are; None
            for non-digits.
        calibration_error: expected, of the confidence in the texts that were read;
            None for non-digits and where none was read.
        confusion: how often each digit (row) was read as 0-9 or as anything else
            (column); for sets of single digits.
    """

    set: str
    kind: str
    n: int
    right: int
    refused: int
    wrong: int
    character_error_rate: Error | None = None
    calibration_error: Error | None = None
    confusion: list[list[int]] = field(default_factory=list)

    def interval(self, name: str) -> Interval:
        """Return the 95 % interval of the share that one of the counts makes."""
        return wilson(getattr(self, name), self.n)

    def as_json(self) -> dict[str, Any]:
        """Return every figure with its interval; the confusion stands elsewhere."""
        told = {"set": self.set, "kind": self.kind, "n": self.n}
        for name in COUNTS:
            told |= {name: getattr(self, name), f"{name}_95": self.interval(name)}
        for name in ERRORS:
            if error := getattr(self, name):
                told |= {name: error.value, f"{name}_95": error.interval}
        return told


def read_cases(cases: list[Case]) -> Iterator[Answer]:
    """Read every picture as the site does.

    Raises:
        ModelUnavailable: if there is no model; that says nothing about a picture.
    """
    for case in cases:
        try:
            yield Answer(case, pipeline.recognize(case.load())[1])
        except ModelUnavailable:
            raise
        except RecognizerError:
            yield Answer(case, None)


def score(name: str, answers: list[Answer]) -> Row:
    """Return the row of one set."""
    missed = [answer for answer in answers if not answer.is_right]
    kind = kind_of(answers)
    return Row(
        set=name,
        kind=kind,
        n=len(answers),
        right=len(answers) - len(missed),
        refused=sum(answer.is_refused for answer in answers),
        wrong=sum(not answer.is_refused for answer in missed),
        character_error_rate=None if kind == "none" else character_error(answers),
        calibration_error=None if kind == "none" else text_calibration(answers),
        confusion=confusion(answers) if kind == "digit" else [],
    )


def kind_of(answers: list[Answer]) -> str:
    """Say what the pictures of a set hold, by their labels."""
    lengths = {len(answer.case.label) for answer in answers}
    return {(0,): "none", (1,): "digit"}.get(tuple(lengths), "number")


def character_error(answers: list[Answer]) -> Error:
    """Return the edits that turn all texts into their labels, by the labels' length."""
    edits = np.array([edit_distance(each.text, each.case.label) for each in answers])
    lengths = np.array([len(each.case.label) for each in answers])

    def rate(index: np.ndarray) -> float:
        return edits[index].sum() / max(lengths[index].sum(), 1)

    return _error(rate, len(answers))


def edit_distance(one: str, other: str) -> int:
    """Return how many characters to insert, delete or replace (Levenshtein, 1966)."""
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        above = row
    return above[-1]


def text_calibration(answers: list[Answer]) -> Error | None:
    """Return the expected calibration error, 0-1, of all texts that were read."""
    read = [answer for answer in answers if not answer.is_refused]
    if not read:
        return None
    confidence = np.array([answer.reading.confidence for answer in read])
    right = np.array([answer.is_right for answer in read])
    return _error(lambda i: calibration_error(confidence[i], right[i]), len(read))


def _error(statistic, n: int) -> Error:
    return Error(round(float(statistic(np.arange(n))), 4), bootstrap(statistic, n))


def confusion(answers: list[Answer]) -> list[list[int]]:
    """Return counts (10, 11) of label by reading; the last column is anything else."""
    table = np.zeros((10, 11), int)
    for answer in answers:
        column = int(answer.text) if len(answer.text) == 1 else 10
        table[int(answer.case.label), column] += 1
    return table.tolist()
