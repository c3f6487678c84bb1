"""Scores of one set of pictures: counts, error rates and a confusion matrix."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

from ml.training.calibration import calibration_error
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.intervals import Interval, bootstrap, wilson
from recognizer.readings import Reading

COUNTS = ("right", "refused", "wrong")
ERRORS = ("character_error_rate", "calibration_error")

Kind = Literal["digit", "number", "none"]


class Prediction(NamedTuple):
    """The reading of one sample; None where the picture was refused."""

    sample: Sample
    reading: Reading | None

    @property
    def text(self) -> str:
        """Return the digits that were read, in one line."""
        return self.reading.text.replace("\n", "") if self.reading else ""

    @property
    def confidence(self) -> float:
        """Return the confidence in the text, 0-1."""
        return self.reading.confidence if self.reading else 0.0

    @property
    def is_refused(self) -> bool:
        """Return whether no digit was found, or the picture was refused."""
        return self.reading is None or self.reading.verdict == "nothing"

    @property
    def is_right(self) -> bool:
        """Return whether text and label are equal; a non-digit must not be trusted."""
        if self.sample.label:
            return self.text == self.sample.label
        return self.reading is None or self.reading.verdict != "read"


class Error(NamedTuple):
    """A measured error, at least 0, with its 95 % interval."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class SetScore:
    """The score of one set.

    Attributes:
        set: its name.
        kind: of its pictures: one `digit`, a `number`, or `none`.
        n: number of pictures.
        right: read exactly; of non-digits, those that are not trusted as digits.
        refused: without a digit, by the reading.
        wrong: read as something else.
        character_error_rate: edits that correct all texts, divided by the number of
            digits; None for non-digits.
        calibration_error: expected calibration error of the confidence in all texts
            that were read; None for non-digits and where none was read.
        confusion: how often each digit (row) was read as 0-9 or as anything else
            (column); for sets of single digits.
    """

    set: str
    kind: Kind
    n: int
    right: int
    refused: int
    wrong: int
    character_error_rate: Error | None = None
    calibration_error: Error | None = None
    confusion: list[list[int]] = field(default_factory=list)

    def interval(self, name: str) -> Interval:
        """Return the 95 % interval of one of the counts as a share of the pictures."""
        return wilson(getattr(self, name), self.n)

    def as_json(self) -> dict[str, Any]:
        """Return all figures with their intervals, without the confusion matrix."""
        payload: dict[str, Any] = {"set": self.set, "kind": self.kind, "n": self.n}
        for name in COUNTS:
            payload |= {name: getattr(self, name), f"{name}_95": self.interval(name)}
        for name in ERRORS:
            if error := getattr(self, name):
                payload |= {name: error.value, f"{name}_95": error.interval}
        return payload


def compute_score(name: str, predictions: list[Prediction]) -> SetScore:
    """Return the score of one set."""
    failed = [each for each in predictions if not each.is_right]
    kind = find_kind(predictions)
    has_digits = kind != "none"
    return SetScore(
        set=name,
        kind=kind,
        n=len(predictions),
        right=len(predictions) - len(failed),
        refused=sum(each.is_refused for each in predictions),
        wrong=sum(not each.is_refused for each in failed),
        character_error_rate=compute_character_error(predictions)
        if has_digits
        else None,
        calibration_error=compute_calibration_error(predictions)
        if has_digits
        else None,
        confusion=compute_confusion(predictions) if kind == "digit" else [],
    )


def find_kind(predictions: list[Prediction]) -> Kind:
    """Return the kind of pictures in a set, by the lengths of their labels."""
    lengths = {len(each.sample.label) for each in predictions}
    if lengths == {0}:
        return "none"
    return "digit" if lengths == {1} else "number"


def compute_character_error(predictions: list[Prediction]) -> Error:
    """Return the edits that turn all texts into their labels, per digit."""
    pairs = [(each.text, each.sample.label) for each in predictions]
    edits = np.array([edit_distance(text, label) for text, label in pairs])
    lengths = np.array([len(label) for _, label in pairs])

    def rate(index: np.ndarray) -> float:
        return float(edits[index].sum() / max(lengths[index].sum(), 1))

    return _with_interval(rate, len(predictions))


def edit_distance(one: str, other: str) -> int:
    """Return how many characters to insert, delete or replace (Levenshtein, 1966)."""
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        above = row
    return above[-1]


def compute_calibration_error(predictions: list[Prediction]) -> Error | None:
    """Return the expected calibration error, 0-1, of all texts that were read."""
    read = [each for each in predictions if not each.is_refused]
    if not read:
        return None
    confidence = np.array([each.confidence for each in read])
    right = np.array([each.is_right for each in read])
    return _with_interval(
        lambda index: calibration_error(confidence[index], right[index]), len(read)
    )


def _with_interval(statistic: Callable[[np.ndarray], float], n: int) -> Error:
    return Error(round(float(statistic(np.arange(n))), 4), bootstrap(statistic, n))


def compute_confusion(predictions: list[Prediction]) -> list[list[int]]:
    """Return counts (10, 11) of label by reading; the last column is anything else."""
    table = np.zeros((10, 11), int)
    for each in predictions:
        column = int(each.text) if len(each.text) == 1 else 10
        table[int(each.sample.label), column] += 1
    counts: list[list[int]] = table.tolist()
    return counts
