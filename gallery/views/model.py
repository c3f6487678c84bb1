"""The model page: the model card and the tables of the scorecard."""

from typing import Any, NamedTuple

from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.texts.datasets import KINDS
from recognizer import ModelUnavailable, get_model_card
from recognizer.evaluation import belongs_to, read_scorecard

# Least shares of a digit's pictures, from which a cell is tinted stronger.
RIGHT_STEPS = (0.9, 0.95, 0.99)
SLIP_STEPS = (0.0, 0.002, 0.005, 0.01)


class Cell(NamedTuple):
    count: int
    tint: str


@require_safe
def model_card(request):
    """Tell people what the model is and how far to trust it."""
    try:
        card = get_model_card()
    except ModelUnavailable:
        return render(request, "gallery/model.html")
    context = {"card": card, "scores": scores_of(card)}
    return render(request, "gallery/model.html", context)


def scores_of(card: dict[str, Any]) -> dict[str, Any]:
    """Return the scores of the model that is served, or why there are none."""
    scorecard = read_scorecard()
    if not scorecard:
        return {"standing": "missing"}
    if not belongs_to(scorecard, card):
        return {"standing": "other", "model": scorecard["model"]}
    return {
        "standing": "shown",
        "groups": in_groups(scorecard["sets"]),
        "confusions": [
            {"name": name, "rows": tinted(table)}
            for name, table in scorecard["confusion"].items()
            if table
        ],
    }


def in_groups(rows: list[dict[str, Any]]) -> list[tuple[str, list]]:
    """Return the sets under the heading of what their pictures hold."""
    groups = [
        (words, [row for row in rows if row["kind"] == kind])
        for kind, words in KINDS.items()
    ]
    return [(words, rows) for words, rows in groups if rows]


def tinted(table: list[list[int]]) -> list[list[Cell]]:
    """Return the cells of a confusion matrix, each with the class of its tint."""
    return [
        [
            Cell(count, tint_of(count, sum(row), is_right=label == column))
            for column, count in enumerate(row)
        ]
        for label, row in enumerate(table)
    ]


def tint_of(count: int, whole: int, is_right: bool) -> str:
    """Return the class for a share: `hit-0` to `hit-3`, `slip-0` to `slip-4`."""
    steps, name = (RIGHT_STEPS, "hit") if is_right else (SLIP_STEPS, "slip")
    level = sum(count >= step * whole for step in steps) if count else 0
    return f"{name}-{level}"
