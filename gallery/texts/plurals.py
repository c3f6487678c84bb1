"""Sentences that hold a number, for scripts to choose the form that it takes."""

from collections.abc import Callable

from django.utils.functional import lazy

# Of every form that a language may have, a number that takes it. The last stands for
# all that is like none of the others.
SAMPLE_COUNTS = (0, 1, 2, 3, 11, 100)


def counted(say: Callable[[int], str]) -> dict[int, str]:
    """Return a sentence for each sample; `texts.js` finds the one alike."""
    return {count: lazy(say, str)(count) for count in SAMPLE_COUNTS}
