"""The scorecard file beside the model: written by a command, shown on a page."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from rest_framework import serializers

from ml.artifact import Card
from recognizer.api.response_serializers import ModelNameSerializer
from recognizer.evaluation.metrics import SetScore
from recognizer.inference.model import get_model_files

MNIST = "mnist_test"
# Training data: these strokes would embellish the accuracy on other handwriting.
TRAINED_ON = {"pendigits"}

# The other networks of a model: their keys in the scorecard and in the model card.
OTHERS = {"lines_sha256": "line_reader", "glyphs_sha256": "glyph_network"}

Count = partial(serializers.IntegerField, min_value=0)


def list_of(
    child: serializers.Field, length: int, **options: Any
) -> serializers.ListField:
    """Return a field for a list of fixed length."""
    return serializers.ListField(
        child=child, min_length=length, max_length=length, **options
    )


def interval(**options: Any) -> serializers.ListField:
    return list_of(serializers.FloatField(min_value=0), 2, **options)


def pair(**options: Any) -> serializers.ListField:
    """Return a field for a count and the total that it is a share of."""
    return list_of(Count(), 2, **options)


def error() -> serializers.FloatField:
    return serializers.FloatField(min_value=0, default=None)


class ModelSerializer(ModelNameSerializer):
    sha256 = serializers.CharField()
    lines_sha256 = serializers.CharField(required=False)
    glyphs_sha256 = serializers.CharField(required=False)


class RowSerializer(serializers.Serializer):
    """The score of a set; reports of earlier versions have no figures of trust."""

    set = serializers.CharField()
    part = serializers.CharField(required=False)
    kind = serializers.ChoiceField(["digit", "number", "none"])
    n = serializers.IntegerField(min_value=1)
    right = Count()
    right_95 = interval()
    refused = Count()
    refused_95 = interval()
    wrong = Count()
    wrong_95 = interval()
    wrong_when_read = Count(required=False)
    character_error_rate = error()
    character_error_rate_95 = interval(default=None)
    calibration_error = error()
    calibration_error_95 = interval(default=None)
    risk_area = error()
    risk_area_95 = interval(default=None)
    risk_points = serializers.ListField(child=interval(), required=False)
    digits = Count(required=False)
    wrong_digits = Count(required=False)
    right_when_read = pair(required=False)
    right_when_read_95 = interval(required=False)
    digits_refused = pair(required=False)
    digits_refused_95 = interval(required=False)
    signs_ignored = pair(required=False)
    signs_ignored_95 = interval(required=False)


class ConfusionSerializer(serializers.Serializer):
    """How often each digit (row) was read as 0-9 or as anything else (column)."""

    mnist_test = list_of(list_of(Count(), 11), 10, default=None)
    other_hands = list_of(list_of(Count(), 11), 10, default=None)


class ScorecardSerializer(serializers.Serializer):
    model = ModelSerializer()
    sets = RowSerializer(many=True, allow_empty=False)
    halves = RowSerializer(many=True, required=False)
    categories = RowSerializer(many=True, required=False)
    composed = RowSerializer(many=True, required=False)
    confusion = ConfusionSerializer()


def scorecard_path() -> Path:
    return get_model_files().main.with_name("scorecard.json")


def read_scorecard() -> dict[str, Any] | None:
    """Return the scorecard beside the model; None where it is missing or broken."""
    try:
        content = json.loads(scorecard_path().read_text(), parse_constant=_refuse)
    except (OSError, ValueError, RecursionError):
        return None
    scorecard = ScorecardSerializer(data=content)
    return scorecard.validated_data if scorecard.is_valid() else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a finite number.")


def identify_model(card: Card) -> dict[str, str]:
    """Return what identifies a model."""
    identity = {name: card[name] for name in ("name", "version", "sha256")}
    others = {name: card[key]["sha256"] for name, key in OTHERS.items() if key in card}
    return identity | others


def belongs_to(scorecard: dict[str, Any], card: Card) -> bool:
    """Return whether a scorecard was measured with the networks of a card."""
    measured, served = scorecard["model"], identify_model(card)
    names = ("sha256", *OTHERS)
    return all(measured.get(name) == served.get(name) for name in names)


def to_scorecard(
    scores: list[SetScore], card: Card, **parts: list[SetScore]
) -> dict[str, Any]:
    """Return the scores with the model that they were measured with.

    Args:
        scores: of whole sets.
        card: of the model.
        parts: scores of `halves`, `categories` and `composed` pages, where measured.
    """
    mnist = [score for score in scores if score.set == MNIST]
    others = [score for score in scores if score.set not in {MNIST, *TRAINED_ON}]
    confusion = {MNIST: _sum_confusion(mnist), "other_hands": _sum_confusion(others)}
    return {
        "model": identify_model(card),
        "sets": [score.as_json() for score in scores],
        **{name: [s.as_json() for s in some] for name, some in parts.items() if some},
        "confusion": {name: table for name, table in confusion.items() if table},
    }


def _sum_confusion(scores: list[SetScore]) -> list[list[int]]:
    tables = [score.confusion for score in scores if score.confusion]
    total: list[list[int]] = np.sum(tables, axis=0).tolist() if tables else []
    return total


def write_scorecard(scorecard: dict[str, Any], path: Path) -> None:
    """Write a scorecard as JSON with every list of numbers on one line."""
    text = json.dumps(scorecard, indent=1)
    path.write_text(re.sub(r"\[\s+([\d.,\s]+?)\s+\]", _to_one_line, text) + "\n")


def _to_one_line(found: re.Match[str]) -> str:
    return f"[{' '.join(found[1].split())}]"
