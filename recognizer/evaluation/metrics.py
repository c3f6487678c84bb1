"""Scores of one set of pictures: counts, error rates and a confusion matrix."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

import numpy as np

from ml.training.calibration import calibration_error
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.intervals import Interval, bootstrap, wilson
from recognizer.evaluation.risk import (
    UNKNOWN,
    RiskPoint,
    Share,
    compute_risk_area,
    find_risk_points,
)
from recognizer.readings import Box, Reading

MIN_OVERLAP = 0.2  # intersection over union of a digit with the character it belongs to

COUNTS = ("right", "refused", "wrong")
ERRORS = ("character_error_rate", "calibration_error", "risk_area")
SHARES = ("right_when_read", "digits_refused", "signs_ignored")

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
    def is_trusted(self) -> bool:
        """Return whether the reader promises that the text is right."""
        return self.reading is not None and self.reading.verdict == "read"

    @property
    def is_right(self) -> bool:
        """Return whether text and label are equal; a non-digit must not be trusted."""
        if self.sample.label:
            return self.sample.compared(self.text) == self.sample.label
        return not self.is_trusted

    @property
    def wrong_digits(self) -> int:
        """Return how many digits are wrong, missing or too many."""
        return edit_distance(self.sample.compared(self.text), self.sample.label)


class Error(NamedTuple):
    """A measured error, at least 0, with its 95 % interval."""

    value: float
    interval: Interval


@dataclass(frozen=True)
class SetScore:
    """The score of one set, or of a part of it.

    Attributes:
        set: its name.
        kind: of its pictures: one `digit`, a `number`, or `none`.
        n: number of pictures.
        right: read exactly; of non-digits, those that are not trusted as digits.
        refused: without a digit, by the reading.
        wrong: read as something else.
        wrong_when_read: not right, with the verdict `read`.
        part: name of the half or category; "" is the whole set.
        digits: number of true digits.
        wrong_digits: edits that correct all texts; None for non-digits.
        right_when_read: pictures that are right, of those with the verdict `read`; of
            digits only.
        digits_refused: true digits in pictures with the verdict `nothing`.
        signs_ignored: pictures in which no sign was read as a digit; None where the
            signs are not known.
        character_error_rate: edits that correct all texts, divided by the number of
            digits; None for non-digits.
        calibration_error: expected calibration error of the confidence in all texts
            that were read; None for non-digits and where none was read.
        risk_area: mean risk over all coverages; None for non-digits.
        risk_points: the risk at some coverages; empty for non-digits.
        confusion: how often each digit (row) was read as 0-9 or as anything else
            (column); for sets of single digits.
    """

    set: str
    kind: Kind
    n: int
    right: int
    refused: int
    wrong: int
    wrong_when_read: int
    part: str = ""
    digits: int = 0
    wrong_digits: int | None = None
    right_when_read: Share = UNKNOWN
    digits_refused: Share = UNKNOWN
    signs_ignored: Share = UNKNOWN
    character_error_rate: Error | None = None
    calibration_error: Error | None = None
    risk_area: Error | None = None
    risk_points: list[RiskPoint] = field(default_factory=list)
    confusion: list[list[int]] = field(default_factory=list)

    def interval(self, name: str) -> Interval:
        """Return the 95 % interval of one of the counts as a share of the pictures."""
        return wilson(getattr(self, name), self.n)

    def as_json(self) -> dict[str, Any]:
        """Return all figures with their intervals, without the confusion matrix."""
        payload: dict[str, Any] = {"set": self.set, "kind": self.kind, "n": self.n}
        if self.part:
            payload["part"] = self.part
        for name in COUNTS:
            payload |= {name: getattr(self, name), f"{name}_95": self.interval(name)}
        payload["wrong_when_read"] = self.wrong_when_read
        for name in ERRORS:
            if error := getattr(self, name):
                payload |= {name: error.value, f"{name}_95": error.interval}
        for name in SHARES:
            if interval := getattr(self, name).interval:
                payload |= {name: getattr(self, name), f"{name}_95": interval}
        if self.wrong_digits is not None:
            payload |= {"digits": self.digits, "wrong_digits": self.wrong_digits}
        if self.risk_points:
            payload["risk_points"] = self.risk_points
        return payload


def compute_score(name: str, predictions: list[Prediction], part: str = "") -> SetScore:
    """Return the score of one set, or of a part of it."""
    failed = [each for each in predictions if not each.is_right]
    kind = find_kind(predictions)
    marked = [each for each in predictions if each.sample.has_signs]
    score = SetScore(
        set=name,
        kind=kind,
        n=len(predictions),
        right=len(predictions) - len(failed),
        refused=sum(each.is_refused for each in predictions),
        wrong=sum(not each.is_refused for each in failed),
        wrong_when_read=sum(each.is_trusted for each in failed),
        part=part,
        signs_ignored=Share(sum(map(ignores_signs, marked)), len(marked)),
    )
    return score if kind == "none" else add_errors(score, predictions)


def add_errors(score: SetScore, predictions: list[Prediction]) -> SetScore:
    """Return the score of pictures of digits with what is wrong in their texts."""
    lengths = np.array([len(each.sample.label) for each in predictions])
    edits = np.array([each.wrong_digits for each in predictions])
    refused = np.array([each.is_refused for each in predictions])
    confidence = np.array([each.confidence for each in predictions])
    right = np.array([each.is_right for each in predictions])
    trusted = sum(each.is_trusted for each in predictions)

    def character_error(index: np.ndarray) -> float:
        return float(edits[index].sum() / max(lengths[index].sum(), 1))

    def risk_area(index: np.ndarray) -> float:
        return compute_risk_area(confidence[index], right[index])

    return replace(
        score,
        digits=int(lengths.sum()),
        wrong_digits=int(edits.sum()),
        right_when_read=Share(trusted - score.wrong_when_read, trusted),
        digits_refused=Share(int(lengths[refused].sum()), int(lengths.sum())),
        character_error_rate=_with_interval(character_error, len(predictions)),
        calibration_error=compute_calibration_error(predictions),
        risk_area=_with_interval(risk_area, len(predictions)),
        risk_points=find_risk_points(confidence, right),
        confusion=compute_confusion(predictions) if score.kind == "digit" else [],
    )


def compute_parts(
    name: str, predictions: list[Prediction], part_of: Callable[[Sample], str]
) -> list[SetScore]:
    """Return the score of each part of a set, in the order they appear.

    Args:
        name: of the set.
        predictions: of all its pictures.
        part_of: names the part of a sample; "" is none.
    """
    parts: dict[str, list[Prediction]] = {}
    for each in predictions:
        if part := part_of(each.sample):
            parts.setdefault(part, []).append(each)
    return [compute_score(name, some, part) for part, some in parts.items()]


def ignores_signs(prediction: Prediction) -> bool:
    """Return whether no sign of a picture was read as a digit.

    Where the characters' boxes are known, each digit that was read belongs to the
    character that it overlaps most. Elsewhere no more digits may be read than there
    are.
    """
    sample, reading = prediction.sample, prediction.reading
    if sample.marks is None or reading is None:
        return len(prediction.text) <= len(sample.label)
    overlaps = [
        find_overlaps(digit.box, sample.marks.boxes) for digit in reading.digits
    ]
    owners = [each.argmax() for each in overlaps if each.max(initial=0) > MIN_OVERLAP]
    return not sample.marks.are_signs[owners].any()


def find_overlaps(box: Box, others: np.ndarray) -> np.ndarray:
    """Return the intersection over union of a box with others, float (n, 4)."""
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    both = np.maximum(high - low, 0).prod(1)
    areas = (others[:, 2:] - others[:, :2]).prod(1)
    own = (box.right - box.left) * (box.bottom - box.top)
    return both / np.maximum(areas + own - both, 1e-6)


def find_kind(predictions: list[Prediction]) -> Kind:
    """Return the kind of pictures in a set, by the lengths of their labels."""
    lengths = {len(each.sample.label) for each in predictions}
    if lengths == {0}:
        return "none"
    return "digit" if lengths == {1} else "number"


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
