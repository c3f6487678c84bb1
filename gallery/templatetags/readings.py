"""How templates put a reading into words."""

from django import template
from django.utils.formats import number_format

from gallery.texts import readings
from gallery.texts.datasets import HALVES, SETS

register = template.Library()
register.filter("advice_on", readings.advice_on)
register.filter("percent", readings.percent)
register.filter("confidence_text", readings.confidence_text)
register.filter("removal_of", readings.removal_of)


@register.filter
def verdict_title(verdict: str) -> str:
    """Return the verdict as a heading."""
    return readings.VERDICTS[verdict][0]


@register.filter
def verdict_advice(verdict: str) -> str:
    """Return what the visitor may do about the verdict."""
    return readings.VERDICTS[verdict][1]


@register.filter
def chances(probabilities: list[float] | None) -> list[float | None]:
    """Return ten chances to show as bars, empty ones before there is an answer."""
    return probabilities or [None] * 10


@register.filter
def one_line(text: str) -> str:
    """Return lines of digits as one line, a space between them."""
    return " ".join(text.splitlines())


@register.filter
def share_of(part: int, whole: int) -> str:
    """Return a part of a whole in percent, two places, rounded down."""
    share = part * 10_000 // whole / 100 if whole else None
    return "–" if share is None else f"{readings.fixed(share, 2)}\u202f%"


@register.filter
def status_of(photo) -> str:
    """Return the verdict on a photo, or that a person corrected it."""
    return photo.verdict if photo.correction is None else "corrected"


@register.filter
def status_text(photo) -> str:
    """Return the text for the status of a photo."""
    return readings.STATUSES[status_of(photo)]


@register.filter
def less(whole: int, part: int) -> int:
    """Return what is left of a whole without a part."""
    return whole - part


@register.filter
def thousands(number: int) -> str:
    """Return a number with its thousands parted."""
    return number_format(number, force_grouping=True)


@register.filter
def counted(number: int, limit: int) -> str:
    """Return a number that was counted no further than one beyond a limit."""
    return f"{thousands(limit)}+" if number > limit else thousands(number)


@register.filter
def set_words(name: str) -> str:
    """Return the name of one of the card's sets of pictures for people."""
    return ": ".join(str(SETS.get(part, part)) for part in name.split(": "))


@register.filter
def half_words(half: str) -> str:
    """Return which half of a set was read, for people."""
    return str(HALVES[half])


@register.filter
def span_of(interval: list[float]) -> str:
    """Return an interval of a share, 0-1, in percent without the sign."""
    low, high = (readings.fixed(100 * end, 1) for end in interval)
    return f"{low}\N{EN DASH}{high}"


@register.filter
def gap(error: float | None) -> str:
    """Return an error, 0-1, in percent, or that there is none to tell."""
    if error is None:
        return "\N{EN DASH}"
    return f"{readings.fixed(100 * error, 1)}\u202f%"
