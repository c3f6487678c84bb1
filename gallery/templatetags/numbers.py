"""How templates lay out the numbers of a reading."""

from typing import Any

from django import template

from gallery.models import Photo
from gallery.texts import numbers, readings

register = template.Library()
register.filter("is_doubtful", readings.is_doubtful)
register.filter("joined", numbers.joined)
register.filter("lines_of", numbers.lines_of)
register.filter("written_text", numbers.to_text)


@register.filter
def written(photo: Photo) -> str:
    """Return on one line what a picture shows: as corrected, or as read, with signs."""
    if photo.correction is not None:
        return " ".join(photo.correction.splitlines())
    return numbers.joined(photo.reading["numbers"])


@register.filter
def layout_of(reading: dict[str, Any] | None) -> numbers.Layout:
    """Return how to lay out the numbers of a reading, if there is one."""
    return numbers.layout_of(reading["numbers"] if reading else [])


@register.filter
def rows_of(found: list[numbers.Number]) -> list[list[numbers.Cell]]:
    """Return the cells of a grid; none before there is an answer."""
    return numbers.rows_of(found) if found else []


@register.filter
def parts_of(
    number: numbers.Number, reading: dict[str, Any]
) -> list[tuple[str, numbers.Digit | None]]:
    """Return each character of a number with its digit, None for a sign."""
    return numbers.parts_of(number, reading["digits"])
