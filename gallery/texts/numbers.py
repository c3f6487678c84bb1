"""How templates lay out the numbers of a reading.

Scripts do the same, see `static/js/shared/answer/written-numbers.js`.
"""

import math
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

# Of the API's readings: a number, a digit, and the numbers of one place.
Number = dict[str, Any]
Digit = dict[str, Any]
Cell = list[Number]

Layout = Literal["none", "digit", "row", "rows", "list", "table"]

# What fits into the place that is kept for an answer.
ROW_CHARACTERS = 6
ROWS_CHARACTERS = 12
MAX_ROWS = 2


def lines_of(numbers: list[Number]) -> list[Cell]:
    """Return the numbers of each line."""
    return [list(line) for _, line in groupby(numbers, itemgetter("line"))]


def rows_of(numbers: list[Number]) -> list[list[Cell]]:
    """Return the cells of a grid, row by row; an empty cell has no numbers."""
    height, width = (1 + max(n[name] for n in numbers) for name in ("row", "column"))
    rows: list[list[Cell]] = [[[] for _ in range(width)] for _ in range(height)]
    for number in numbers:
        rows[number["row"]][number["column"]].append(number)
    return rows


def layout_of(numbers: list[Number]) -> Layout:
    """Return how to lay numbers out: in a row or two of large digits, if they fit."""
    if not numbers:
        return "none"
    if all(number["row"] is not None for number in numbers):
        return "table"
    lines, length = lines_of(numbers), len(joined(numbers))
    if length == 1:
        return "digit"
    if len(lines) == 1 and length <= ROW_CHARACTERS:
        return "row"
    return "rows" if sum(map(count_rows, lines)) <= MAX_ROWS else "list"


def count_rows(line: Cell) -> int:
    """Return how many rows a line takes; a number is broken only if longer than one."""
    rows, used = 1, 0
    for number in line:
        length = len(number["text"])
        end = used + 1 + length if used else length
        if end > ROWS_CHARACTERS:
            rows += math.ceil(length / ROWS_CHARACTERS) - (not used)
            used = length % ROWS_CHARACTERS or ROWS_CHARACTERS
        else:
            used = end
    return rows


def to_text(numbers: list[Number]) -> str:
    """Return numbers as shown: lines, or rows with tabs between their cells."""
    if layout_of(numbers) != "table":
        return "\n".join(map(joined, lines_of(numbers)))
    return "\n".join("\t".join(map(joined, row)) for row in rows_of(numbers))


def joined(numbers: list[Number]) -> str:
    """Return numbers as one line of text."""
    return " ".join(number["text"] for number in numbers)


def parts_of(number: Number, digits: list[Digit]) -> list[tuple[str, Digit | None]]:
    """Return each character of a number with its digit, None for a sign.

    In a row that something else has altered, digits may be missing.
    """
    found = iter([digits[index] for index in number["digits"]])
    return [
        (character, next(found, None) if character.isdigit() else None)
        for character in number["text"]
    ]
