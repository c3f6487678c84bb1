"""Digits that touch or fall apart: the best way through all ways to cut a line.

Over-segmentation and a search for the best path after Casey and Lecolinet, "A survey
of methods and strategies in character segmentation" (1996): a line is cut wherever it
may be, neighboring parts are joined again, and the network says which joins are digits.
"""

from dataclasses import dataclass

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from ml.preprocessing import to_mnist
from recognizer import engine
from recognizer.vision.cuts import cut
from recognizer.vision.regions import Region

CLEAR = 0.8  # probability of a region, digit or not, that is not cut
TOUCHING = 1.3  # widths of a line's height: may be two digits, whatever it looks like
MOST_JOINED = 5  # parts of one digit
WIDEST = 1.25  # of the line's height: a single digit
MOST_PARTS = 80  # of one line; more is no line of digits
CUT = 0.8  # weight of taking a cut part for a digit: whole pieces are likelier
LOWEST = 0.5  # of the line's height: the lowest digit that is cut out
STRANGER = 0.5  # weight of leaving out a whole piece that is no digit
CRUMB = 0.05  # of the line's height: what is lower and narrower is dropped


@dataclass(frozen=True)
class Classified:
    """Regions with what the network says of each.

    Attributes:
        regions: n of them.
        fields: float32 (n, 28, 28, 1).
        probabilities: float32 (n, 11).
    """

    regions: list[Region]
    fields: np.ndarray
    probabilities: np.ndarray

    def part(self, chosen: list[int]) -> "Classified":
        """Return some of them."""
        index = np.array(chosen, int)
        regions = [self.regions[i] for i in chosen]
        return Classified(regions, self.fields[index], self.probabilities[index])

    def __add__(self, other: "Classified") -> "Classified":
        return Classified(
            self.regions + other.regions,
            np.concatenate([self.fields, other.fields]),
            np.concatenate([self.probabilities, other.probabilities]),
        )


def classify(regions: list[Region]) -> Classified:
    """Ask the network for every region, in one call."""
    if not regions:
        empty = np.zeros((0, 28, 28, 1), np.float32)
        return Classified([], empty, np.zeros((0, LABELS + 1), np.float32))
    fields = np.stack([to_mnist(region.ink) for region in regions])
    return Classified(regions, fields, engine.probabilities(fields))


def resegment(line: Classified, height: float) -> Classified:
    """Cut one line anew and return the likeliest digits, with what is left out.

    Args:
        line: regions of one line, left to right.
        height: of the line's digits, in pixels.
    """
    doubtful = line.probabilities.max(1) < CLEAR
    parts = []
    for i, region in enumerate(line.regions):
        one = not doubtful[i] and not may_touch(region, height)
        parts += [_Part(region, i)] if one else _parts(region, i, height)
    if len(parts) > MOST_PARTS:
        return line
    ways = _ways(parts, height)
    found = classify([way.region for way in ways])
    return found.part(_best_path(len(parts), ways, found.probabilities, height))


def may_touch(region: Region, height: float) -> bool:
    """Say whether a region is so wide that it may hold several digits."""
    return region.width >= TOUCHING * height and region.height >= height / 2


@dataclass(frozen=True)
class _Part:
    region: Region
    piece: int  # index of the region of the line that it was cut from


@dataclass(frozen=True)
class _Way:
    """The parts from `start` up to `end` taken for one character."""

    region: Region
    start: int
    end: int
    whole: bool  # holds pieces as they were, none cut


def _parts(region: Region, piece: int, height: float) -> list[_Part]:
    narrow = region.width < 0.5 * height and region.height > 0.7 * height
    parts = [region] if narrow else cut(region)
    least = CRUMB * height
    kept = [part for part in parts if max(part.width, part.height) > least]
    return [_Part(part, piece) for part in kept or [region]]


def _ways(parts: list[_Part], height: float) -> list[_Way]:
    ways = []
    for start in range(len(parts)):
        region = parts[start].region
        for end in range(start + 1, min(start + MOST_JOINED, len(parts)) + 1):
            if end > start + 1:
                region = region.joined(parts[end - 1].region)
            if end > start + 1 and region.width > WIDEST * height:
                break
            ways.append(_Way(region, start, end, _is_whole(parts, start, end)))
    return ways


def _is_whole(parts: list[_Part], start: int, end: int) -> bool:
    before = start == 0 or parts[start - 1].piece != parts[start].piece
    after = end == len(parts) or parts[end].piece != parts[end - 1].piece
    return before and after


def _chance(way: _Way, probabilities: np.ndarray, height: float) -> float:
    """Return the chance that a way is right: a digit, or a whole piece that is none."""
    digit = float(probabilities[:LABELS].max())
    if way.whole:
        return max(digit, STRANGER * float(probabilities[NOT_A_DIGIT]))
    return CUT * digit if way.region.height >= LOWEST * height else 0.0


def _best_path(
    count: int, ways: list[_Way], probabilities: np.ndarray, height: float
) -> list[int]:
    """Return the indices of the ways whose product of chances is highest."""
    best = np.full(count + 1, -np.inf)
    best[0] = 0.0
    by: list[int] = [-1] * (count + 1)
    for i, way in sorted(enumerate(ways), key=lambda pair: pair[1].end):
        gain = np.log(max(_chance(way, probabilities[i], height), 1e-6))
        if best[way.start] + gain > best[way.end]:
            best[way.end], by[way.end] = best[way.start] + gain, i
    path, end = [], count
    while end > 0:
        path.append(by[end])
        end = ways[by[end]].start
    return path[::-1]
