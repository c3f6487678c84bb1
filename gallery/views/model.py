"""The model page: the model card and the tables of the scorecard."""

from typing import Any, NamedTuple

from django.shortcuts import render
from django.views.decorators.http import require_safe

from gallery.texts.datasets import KINDS
from recognizer import ModelUnavailable, get_model_card
from recognizer.evaluation import belongs_to, read_scorecard

# Shares of a digit's pictures from which the tint of a cell is stronger.
RIGHT_STEPS = (0.9, 0.95, 0.99)
SLIP_STEPS = (0.0, 0.002, 0.005, 0.01)


class Cell(NamedTuple):
    count: int
    tint: str


@require_safe
def model_card(request):
    """Show what the model is and how accurate it is."""
    try:
        card = get_model_card()
    except ModelUnavailable:
        return render(request, "gallery/model.html")
    context = {"card": card, "scores": get_scores(card)}
    return render(request, "gallery/model.html", context)


def get_scores(card: dict[str, Any]) -> dict[str, Any]:
    """Return the scores of the served model, or why there are none."""
    scorecard = read_scorecard()
    if not scorecard:
        return {"standing": "missing"}
    if not belongs_to(scorecard, card):
        return {"standing": "other", "model": scorecard["model"]}
    return {
        "standing": "shown",
        "groups": group_sets(scorecard["sets"]),
        "confusions": [
            {"name": name, "rows": to_cells(table)}
            for name, table in scorecard["confusion"].items()
            if table
        ],
    }


def group_sets(rows: list[dict[str, Any]]) -> list[tuple[str, list]]:
    """Group the sets by what their pictures show."""
    groups = [
        (words, [row for row in rows if row["kind"] == kind])
        for kind, words in KINDS.items()
    ]
    return [(words, rows) for words, rows in groups if rows]


def to_cells(table: list[list[int]]) -> list[list[Cell]]:
    """Return the cells of a confusion matrix, each with its CSS class."""
    return [
        [
            Cell(count, get_tint(count, sum(row), is_right=label == column))
            for column, count in enumerate(row)
        ]
        for label, row in enumerate(table)
    ]


def get_tint(count: int, whole: int, is_right: bool) -> str:
    """Return the CSS class for a share: `hit-0` to `hit-3`, `slip-0` to `slip-4`."""
    steps, name = (RIGHT_STEPS, "hit") if is_right else (SLIP_STEPS, "slip")
    level = sum(count >= step * whole for step in steps) if count else 0
    return f"{name}-{level}"
