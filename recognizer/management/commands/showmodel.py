"""Print what the model is, what it was trained on and how well it reads."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ml.artifact import BrokenArtifact, Card, lines_artifact, read_cards, verify
from recognizer.evaluation.report import belongs_to, read_scorecard

WIDTH = 15
COUNTS = ("n", "right", "refused", "wrong")


class Command(BaseCommand):
    help = "Print the model's card: version, sha256, data, thresholds, figures."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, json, **options):
        card = read_verified(Path(settings.DIGIT_MODEL_PATH))
        sets = read_sets(card)
        lines = [to_json(card, sets)] if json else [*describe(card), *score_lines(sets)]
        self.stdout.write("\n".join(lines))


def read_verified(artifact: Path) -> Card:
    """Return the card of both networks, once their files are known to be whole."""
    try:
        verify(artifact)
        verify(lines_artifact(artifact))
        return read_cards(artifact)
    except BrokenArtifact as e:
        raise CommandError(f"{e} `manage.py check` says what to do.") from e


def read_sets(card: Card) -> list[dict[str, Any]]:
    """Return how well each labelled set is read, if it was these networks that did."""
    scorecard = read_scorecard()
    is_own = scorecard and belongs_to(scorecard, card)
    return scorecard["sets"] if is_own else []


def to_json(card: Card, sets: list[dict[str, Any]]) -> str:
    return json.dumps(card | {"sets": sets}, indent=2)


def describe(card: Card) -> list[str]:
    """Return what stands in the card, line by line."""
    reader = card["line_reader"]
    facts = [
        ("model", f"{card['name']} {card['version']}"),
        *network_facts(card),
        ("thresholds", in_words(card["thresholds"])),
        ("temperature", card["temperature"]),
        *[("network alone", f"{r['set']}: {shares(r)}") for r in card["accuracy"]],
        ("line reader", reader["version"]),
        *network_facts(reader),
    ]
    return [f"{name:{WIDTH}}{value}" for name, value in facts]


def network_facts(card: Card) -> list[tuple[str, Any]]:
    return [
        ("sha256", card["sha256"]),
        ("parameters", card.get("parameters", "-")),
        ("trained on", in_words(card.get("trained_on", {}))),
    ]


def in_words(numbers: dict[str, float]) -> str:
    return ", ".join(f"{name} {round(n, 4)}" for name, n in numbers.items()) or "-"


def shares(row: dict[str, Any]) -> str:
    """Return how much of a set of the card is right; older cards tell no number."""
    if "n" not in row:
        return f"{100 * row['right']:.2f} % right"
    return f"{row['right']} of {row['n']} right"


def score_lines(sets: list[dict[str, Any]]) -> list[str]:
    """Return a table of how well pictures are read, or a word that there is none."""
    if not sets:
        return ["", "No scorecard of this model lies beside it; run scorecard."]
    head = f"{'whole pictures':26}" + "".join(f"{name:>9}" for name in COUNTS)
    return ["", head] + [
        f"{row['set']:26}" + "".join(f"{row[name]:9}" for name in COUNTS)
        for row in sets
    ]
