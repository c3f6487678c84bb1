"""The JSON shapes that the API returns: readings, refusals, items of a batch."""

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from recognizer.errors import RecognizerError
from recognizer.inference import engine
from recognizer.pipeline import CleanPhoto
from recognizer.reading.numbers import find_numbers
from recognizer.readings import Box, Digit, Reading

T = TypeVar("T")


def to_reading_json(photo: CleanPhoto, reading: Reading) -> dict[str, Any]:
    """Return the reading object of the API."""
    card = engine.get_model_card()
    return {
        **reading.as_json(),
        "photo": {
            "width": photo.width,
            "height": photo.height,
            "format": photo.format,
            "frames": photo.frames,
            "frame": photo.frame,
        },
        "metadata": {
            "removed": list(photo.metadata.tags),
            "location": photo.metadata.has_location,
        },
        "model": {"name": card["name"], "version": card["version"]},
    }


def add_numbers(payload: dict[str, Any]) -> dict[str, Any]:
    """Complete a reading stored before readings had numbers; others stay as they are.

    Args:
        payload: a reading object of the API.
    """
    if "numbers" in payload:
        return payload
    digits = [
        Digit(
            label=digit["label"],
            confidence=digit["confidence"],
            probabilities=tuple(digit["probabilities"]),
            box=Box(*digit["box"]),
            line=digit["line"],
        )
        for digit in payload["digits"]
    ]
    return payload | {"numbers": [n.as_json() for n in find_numbers(digits)]}


def format_numbers(numbers: Sequence[dict[str, Any]]) -> str:
    """Return numbers as they are written, line by line.

    Numbers of a line are separated by spaces. In a grid, each row is a line of cells
    that are separated by tabs; a cell without a number is empty.

    Args:
        numbers: of a reading object of the API.
    """
    if not numbers or numbers[0]["row"] is None:
        lines = groupby(numbers, itemgetter("line"))
        return "\n".join(" ".join(n["text"] for n in line) for _, line in lines)
    width = 1 + max(number["column"] for number in numbers)
    height = 1 + max(number["row"] for number in numbers)
    cells = [[""] * width for _ in range(height)]
    for number in numbers:
        cells[number["row"]][number["column"]] = number["text"]
    return "\n".join("\t".join(row) for row in cells)


def to_refusal_json(refusal: RecognizerError) -> dict[str, str]:
    """Return the object for a picture of a batch that can't be read."""
    return {"code": refusal.code, "detail": str(refusal.message)}


def to_item_json(
    item: T | RecognizerError, to_json: Callable[[T], dict[str, Any]]
) -> dict[str, Any]:
    """Return the object for one picture of a batch.

    Args:
        item: the result for the picture, or its refusal.
        to_json: returns the object for a result.
    """
    return to_refusal_json(item) if isinstance(item, RecognizerError) else to_json(item)
