"""Read labeled sets as the site does, picture in, text out, and collect the scores."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ml.artifact import Card
from recognizer import pipeline
from recognizer.errors import ModelUnavailable, RecognizerError
from recognizer.evaluation import tables
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.metrics import (
    Prediction,
    SetScore,
    compute_parts,
    compute_score,
)
from recognizer.evaluation.report import to_scorecard
from recognizer.evaluation.stress import GROUP


def read_samples(samples: Iterable[Sample]) -> Iterator[Prediction]:
    """Read every picture.

    Raises:
        ModelUnavailable: if there is no model; this says nothing about a picture.
    """
    for sample in samples:
        try:
            _, reading = pipeline.recognize(sample.load())
        except ModelUnavailable:
            raise
        except RecognizerError:
            yield Prediction(sample, None)
        else:
            yield Prediction(sample, reading)


@dataclass
class Scores:
    """The scores of one run.

    Attributes:
        sets: whole sets of labeled pictures.
        halves: the same, tuned on and unseen.
        categories: what the pictures of a set of many kinds show.
        composed: pages of our own code, by condition.
    """

    sets: list[SetScore] = field(default_factory=list)
    halves: list[SetScore] = field(default_factory=list)
    categories: list[SetScore] = field(default_factory=list)
    composed: list[SetScore] = field(default_factory=list)

    def add(self, name: str, predictions: list[Prediction]) -> None:
        """Add the scores of a set and of its parts."""
        is_composed = name.startswith(f"{GROUP}/")
        scores = self.composed if is_composed else self.sets
        scores.append(compute_score(name, predictions))
        self.halves += compute_parts(name, predictions, lambda sample: sample.half)
        self.categories += compute_parts(name, predictions, lambda s: s.category)

    def to_lines(self) -> list[str]:
        """Return all tables as lines of text."""
        return [
            *tables.to_wide_table(self.sets),
            *tables.to_short_table("trust", self.sets),
            *tables.to_half_table(self.halves),
            *tables.to_short_table("category", self.categories),
            *tables.to_short_table("composed pages", self.composed),
        ]

    def to_scorecard(self, card: Card) -> dict[str, Any]:
        """Return the report, with the model that was measured."""
        return to_scorecard(
            self.sets,
            card,
            halves=self.halves,
            categories=self.categories,
            composed=self.composed,
        )
