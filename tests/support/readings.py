"""Readings as the API gives them, made of what is written on a page."""

from typing import Any

DIGIT_PX = 20  # from one character to the next
LINE_PX = 40


def reading_of(*lines: str, **fields: Any) -> dict[str, Any]:
    """Return a reading of lines of numbers, with a space between two.

    Args:
        lines: from top to bottom.
        fields: of the reading, to set.
    """
    reading: dict[str, Any] = {"digits": [], "numbers": []}
    for line, text in enumerate(lines):
        left = 0
        for written in text.split(" "):
            add_number(reading, written, left, line)
            left += (len(written) + 1) * DIGIT_PX
    return complete(reading) | fields


def grid_of(*rows: str, **fields: Any) -> dict[str, Any]:
    """Return a reading of a grid; the cells of a row are separated by `|`."""
    reading: dict[str, Any] = {"digits": [], "numbers": []}
    for row, text in enumerate(rows):
        for column, written in enumerate(text.split("|")):
            if not written:
                continue
            number = add_number(reading, written, column * 5 * DIGIT_PX, row)
            number |= {"row": row, "column": column}
    return complete(reading) | fields


def add_number(reading, written, left, line):
    """Add a number and its digits; return the number."""
    digits, top = [], line * LINE_PX
    for place, character in enumerate(written):
        if character.isdigit():
            digits.append(len(reading["digits"]))
            x = left + place * DIGIT_PX
            box = [x, top, x + DIGIT_PX - 2, top + LINE_PX - 8]
            reading["digits"].append(digit_of(int(character), box, line))
    right = left + len(written) * DIGIT_PX
    number = {
        "text": written,
        "digits": digits,
        "box": [left, top, right, top + LINE_PX - 8],
        "confidence": 0.99,
        "line": line,
        "row": None,
        "column": None,
    }
    reading["numbers"].append(number)
    return number


def digit_of(label, box, line, confidence=0.99):
    probabilities = [(1 - confidence) / 9] * 10
    probabilities[label] = confidence
    return {
        "label": label,
        "confidence": confidence,
        "probabilities": probabilities,
        "box": box,
        "line": line,
    }


def complete(reading):
    """Return a reading with the fields that do not depend on its digits."""
    lines: dict[int, str] = {}
    for digit in reading["digits"]:
        lines[digit["line"]] = lines.get(digit["line"], "") + str(digit["label"])
    right = max((number["box"][2] for number in reading["numbers"]), default=100)
    return reading | {
        "text": "\n".join(lines.values()),
        "verdict": "read" if lines else "nothing",
        "confidence": 0.99 if lines else 0.0,
        "photo": {
            "width": right,
            "height": max(1, len(lines)) * LINE_PX,
            "format": "PNG",
            "frames": 1,
        },
        "metadata": {"removed": [], "location": False},
        "model": {"name": "digits", "version": "test"},
    }
