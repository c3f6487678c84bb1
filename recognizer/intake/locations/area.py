"""Bytes to be searched, and where something stands in them."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

# Of one pattern. More stand in no real file, and each is looked at by itself.
MAX_POSITIONS = 1000


@cache
def to_expression(pattern: bytes) -> re.Pattern[bytes]:
    """Return an expression for a pattern; `bytes.find` is slower in runs of zeros."""
    return re.compile(re.escape(pattern))


class Area(NamedTuple):
    """Bytes that are searched in some spans, without being copied.

    Attributes:
        data: a file, or what was decoded of one.
        spans: start and end of each part to be searched, in order.
    """

    data: bytes
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, data: bytes) -> "Area":
        """Return all of some bytes."""
        return cls(data, ((0, len(data)),))

    def behind(self, position: int) -> "Area":
        """Return the part of this area that starts at a position."""
        spans = ((max(start, position), end) for start, end in self.spans)
        return Area(self.data, tuple(span for span in spans if span[0] < span[1]))

    def iter_positions(self, pattern: bytes) -> Iterator[int]:
        """Yield where a pattern stands, up to a limit."""
        expression = to_expression(pattern)
        matches = (
            expression.finditer(self.data, start, end) for start, end in self.spans
        )
        for match in islice(chain.from_iterable(matches), MAX_POSITIONS):
            yield match.start()

    def find_first(self, *patterns: bytes) -> int | None:
        """Return where the first of some patterns stands; None where none does."""
        found = (next(self.iter_positions(pattern), None) for pattern in patterns)
        return min((at for at in found if at is not None), default=None)
