"""The scorecard that lies beside the model: written by the command, shown to people."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from rest_framework import serializers

from ml.artifact import Card
from recognizer.api.response_serializers import ModelNameSerializer
from recognizer.evaluation.scorecard import Row

MNIST = "mnist_test"
# Learned by heart: the strokes would flatter what is told of other hands.
LEARNED = {"pendigits"}

Count = partial(serializers.IntegerField, min_value=0)


def many(child: serializers.Field, length: int, **options) -> serializers.ListField:
    """Return a list of so many of them."""
    return serializers.ListField(
        child=child, min_length=length, max_length=length, **options
    )


def interval(**options) -> serializers.ListField:
    return many(serializers.FloatField(min_value=0), 2, **options)


def error() -> serializers.FloatField:
    return serializers.FloatField(min_value=0, default=None)


class ModelSerializer(ModelNameSerializer):
    sha256 = serializers.CharField()
    lines_sha256 = serializers.CharField(required=False)


class RowSerializer(serializers.Serializer):
    set = serializers.CharField()
    kind = serializers.ChoiceField(["digit", "number", "none"])
    n = serializers.IntegerField(min_value=1)
    right = Count()
    right_95 = interval()
    refused = Count()
    refused_95 = interval()
    wrong = Count()
    wrong_95 = interval()
    character_error_rate = error()
    character_error_rate_95 = interval(default=None)
    calibration_error = error()
    calibration_error_95 = interval(default=None)


class ConfusionSerializer(serializers.Serializer):
    """Of each digit (row), how often it was read as 0-9 or as anything else."""

    mnist_test = many(many(Count(), 11), 10, default=None)
    other_hands = many(many(Count(), 11), 10, default=None)


class ScorecardSerializer(serializers.Serializer):
    model = ModelSerializer()
    sets = RowSerializer(many=True, allow_empty=False)
    confusion = ConfusionSerializer()


def scorecard_path() -> Path:
    return Path(settings.DIGIT_MODEL_PATH).with_name("scorecard.json")


def read_scorecard() -> dict[str, Any] | None:
    """Return the scorecard beside the model; None where it is missing or broken."""
    try:
        told = json.loads(scorecard_path().read_text(), parse_constant=_refuse)
    except (OSError, ValueError, RecursionError):
        return None
    scorecard = ScorecardSerializer(data=told)
    return scorecard.validated_data if scorecard.is_valid() else None


def _refuse(constant: str):
    raise ValueError(f"{constant} is no figure.")


def model_of(card: Card) -> dict[str, str]:
    """Return what tells a model from every other."""
    told = {name: card[name] for name in ("name", "version", "sha256")}
    lines = card.get("line_reader")
    return told | {"lines_sha256": lines["sha256"]} if lines else told


def belongs_to(scorecard: dict[str, Any], card: Card) -> bool:
    """Say whether the scores are those of the networks that read here."""
    measured, served = scorecard["model"], model_of(card)
    names = ("sha256", "lines_sha256")
    return all(measured.get(name) == served.get(name) for name in names)


def to_scorecard(rows: list[Row], card: Card) -> dict[str, Any]:
    """Return the scores with the model that they belong to."""
    mnist = [row for row in rows if row.set == MNIST]
    others = [row for row in rows if row.set not in {MNIST, *LEARNED}]
    confusion = {MNIST: _summed(mnist), "other_hands": _summed(others)}
    return {
        "model": model_of(card),
        "sets": [row.as_json() for row in rows],
        "confusion": {name: table for name, table in confusion.items() if table},
    }


def _summed(rows: list[Row]) -> list[list[int]]:
    tables = [row.confusion for row in rows if row.confusion]
    return np.sum(tables, axis=0).tolist() if tables else []


def write_scorecard(scorecard: dict[str, Any], path: Path) -> None:
    """Write it as people read and compare it: every list of numbers on one line."""
    text = json.dumps(scorecard, indent=1)
    path.write_text(re.sub(r"\[\s+([\d.,\s]+?)\s+\]", _on_one_line, text) + "\n")


def _on_one_line(found: re.Match) -> str:
    return f"[{' '.join(found[1].split())}]"
