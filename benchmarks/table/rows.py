"""Rows of the table: repeated measurements beside those of a limit or a rival."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Effort:
    """How much a group of rows may take.

    Attributes:
        rounds: of interleaved repeats, at most.
        seconds: after which no further round begins.
        is_quick: whether large inputs are left out; the figures are rough then.
    """

    rounds: int
    seconds: float
    is_quick: bool = False

    def part(self, share: float) -> "Effort":
        """Return the effort of a part that takes a share of the seconds."""
        return Effort(self.rounds, self.seconds * share, self.is_quick)


@dataclass(frozen=True)
class Reach:
    """What a row has to keep.

    Attributes:
        ratio: to the reference, at most.
        value: at most.
        min_ratio: to the reference, at least.
    """

    ratio: float | None = None
    value: float | None = None
    min_ratio: float | None = None

    def __str__(self) -> str:
        parts = {
            "ratio ≤": self.ratio,
            "≤": self.value,
            "ratio ≥": self.min_ratio,
        }
        return ", ".join(f"{k} {v:g}" for k, v in parts.items() if v is not None)


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        group: of rows that are measured together.
        name: what is measured.
        unit: of the values.
        values: repeats.
        reference: the limit or rival that was measured in the same run.
        reference_values: its repeats, in turn with the others.
        reach: what the row has to keep.
        note: what else was seen.
    """

    group: str
    name: str
    unit: str
    values: Sequence[float]
    reference: str = ""
    reference_values: Sequence[float] = ()
    reach: Reach = field(default_factory=Reach)
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles; of fewer than four repeats, the least and the greatest."""
        if len(self.values) < 4:
            return min(self.values), max(self.values)
        low, _, high = statistics.quantiles(self.values, method="inclusive")
        return low, high

    @property
    def ratio(self) -> float | None:
        """The median by that of the reference; None without a reference."""
        if not self.reference_values:
            return None
        return self.median / max(statistics.median(self.reference_values), 1e-9)

    @property
    def is_reached(self) -> bool | None:
        """Whether the row keeps what it has to; None if that is nothing."""
        reach, ratio = self.reach, self.ratio
        kept = []
        if reach.value is not None:
            kept.append(self.median <= reach.value)
        if reach.ratio is not None and ratio is not None:
            kept.append(ratio <= reach.ratio)
        if reach.min_ratio is not None and ratio is not None:
            kept.append(ratio >= reach.min_ratio)
        return all(kept) if kept else None

    def as_json(self) -> dict[str, Any]:
        """Return everything that was measured."""
        return {
            "group": self.group,
            "name": self.name,
            "unit": self.unit,
            "median": self.median,
            "spread": self.spread,
            "values": list(self.values),
            "reference": self.reference,
            "reference_values": list(self.reference_values),
            "ratio": self.ratio,
            "reach": str(self.reach),
            "is_reached": self.is_reached,
            "note": self.note,
        }


def interleave(
    measurements: Mapping[str, Callable[[], T]], effort: Effort
) -> dict[str, list[T]]:
    """Measure each in turn, round by round, so that noise affects all alike.

    The first round is discarded: it fills caches. One round is always kept.
    """
    values: dict[str, list[T]] = {name: [] for name in measurements}
    for number in rounds_of(effort):
        for name, measure in measurements.items():
            value = measure()
            if number:
                values[name].append(value)
    return values


def rounds_of(effort: Effort) -> Iterator[int]:
    """Yield 0 for a round to discard, then the numbers of the rounds that count."""
    end = time.monotonic() + effort.seconds
    for number in range(effort.rounds + 1):
        if number > 1 and time.monotonic() > end:
            return
        yield number
