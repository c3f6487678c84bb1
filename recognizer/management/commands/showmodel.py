"""Print the card of the model: its version, training data and accuracy."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ml.artifact import BrokenArtifact, Card
from recognizer.evaluation.report import belongs_to, read_scorecard
from recognizer.inference.model import get_model_files

WIDTH = 15
# The other networks of a model, by their keys in its card.
OTHERS = {
    "glyph_network": "glyph network",
    "classifier": "classifier",
    "line_reader": "line reader",
}
COUNTS = ("n", "right", "refused", "wrong")


class Command(BaseCommand):
    help = "Print the model's card: version, sha256, data, thresholds, figures."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, json: bool, **options: Any) -> None:
        card = read_verified()
        sets = read_sets(card)
        lines = [to_json(card, sets)] if json else [*describe(card), *score_lines(sets)]
        self.stdout.write("\n".join(lines))


def read_verified() -> Card:
    """Return the model card after a check of all files."""
    try:
        return get_model_files().verify()
    except BrokenArtifact as e:
        raise CommandError(f"{e} `manage.py check` says what to do.") from e


def read_sets(card: Card) -> list[dict[str, Any]]:
    """Return the score of each labeled set, if it was measured with these networks."""
    scorecard = read_scorecard()
    if scorecard is None or not belongs_to(scorecard, card):
        return []
    sets: list[dict[str, Any]] = scorecard["sets"]
    return sets


def to_json(card: Card, sets: list[dict[str, Any]]) -> str:
    return json.dumps(card | {"sets": sets}, indent=2)


def describe(card: Card) -> list[str]:
    """Return the card as lines of text."""
    others = [(name, card[key]) for key, name in OTHERS.items() if key in card]
    facts = [
        ("model", f"{card['name']} {card['version']}"),
        *network_facts(card),
        ("thresholds", join_numbers(card["thresholds"])),
        ("temperature", card["temperature"]),
        *[("network alone", f"{r['set']}: {shares(r)}") for r in card["accuracy"]],
        *[
            fact
            for name, other in others
            for fact in ((name, other["version"]), *network_facts(other))
        ],
    ]
    return [f"{name:{WIDTH}}{value}" for name, value in facts]


def network_facts(card: Card) -> list[tuple[str, Any]]:
    return [
        ("sha256", card["sha256"]),
        ("parameters", card.get("parameters", "-")),
        ("trained on", join_numbers(card.get("trained_on", {}))),
    ]


def join_numbers(numbers: dict[str, float]) -> str:
    return ", ".join(f"{name} {round(n, 4)}" for name, n in numbers.items()) or "-"


def shares(row: dict[str, Any]) -> str:
    """Return how much of a set is read correctly; older cards have no counts."""
    if "n" not in row:
        return f"{100 * row['right']:.2f} % right"
    return f"{row['right']} of {row['n']} right"


def score_lines(sets: list[dict[str, Any]]) -> list[str]:
    """Return a table of the scores, or a line saying that there is none."""
    if not sets:
        return ["", "No scorecard of this model was found; run scorecard."]
    head = f"{'whole pictures':26}" + "".join(f"{name:>9}" for name in COUNTS)
    return ["", head] + [
        f"{row['set']:26}" + "".join(f"{row[name]:9}" for name in COUNTS)
        for row in sets
    ]
