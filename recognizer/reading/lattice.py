"""Digits that touch or fall apart: the best way through all ways to cut a line.

Over-segmentation and a search for the best path after Casey and Lecolinet, "A survey
of methods and strategies in character segmentation" (1996): a line is cut wherever it
may be, neighboring parts are joined again, and the network says which joins are digits.
"""

from dataclasses import dataclass

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from ml.glyph_images import to_glyph_image
from recognizer.inference.network import Network
from recognizer.reading.layout.components import Region
from recognizer.reading.layout.segmentation import cut

CLEAR = 0.8  # probability of a region, digit or not, that is not cut
TOUCHING = 1.3  # widths of a line's height: may be two digits, whatever it looks like
MOST_JOINED = 5  # parts of one digit
WIDEST = 1.25  # of the line's height: a single digit
MOST_PARTS = 80  # of one line; more is no line of digits
CUT = 0.8  # weight of taking a cut part for a digit: whole pieces are likelier
LOWEST = 0.5  # of the line's height: the lowest digit that is cut out
STRANGER = 0.5  # weight of leaving out a whole piece that is no digit
UNLIKELIEST = 0.003  # probability of a label, however little a part looks like it
PLACE = 0.35  # of the line's height: how far a digit may be from where it was seen
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

    @property
    def digits(self) -> list[int]:
        """Return which regions are likelier a digit than none."""
        return np.flatnonzero(self.probabilities[:, NOT_A_DIGIT] < 0.5).tolist()

    @property
    def text(self) -> tuple[int, ...]:
        """Return the likeliest labels of all that are digits."""
        likeliest = self.probabilities[self.digits, :LABELS].argmax(1)
        return tuple(likeliest.tolist())

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


NOTHING = Classified(
    [],
    np.zeros((0, 28, 28, 1), np.float32),
    np.zeros((0, LABELS + 1), np.float32),
)


def classify(regions: list[Region], network: Network) -> Classified:
    """Ask the network for every region, in one call."""
    if not regions:
        return NOTHING
    fields = np.stack([to_glyph_image(region.ink) for region in regions])
    return Classified(regions, fields, network.classify(fields))


def resegment(line: Classified, height: float, network: Network) -> Classified:
    """Cut one line anew and return the likeliest digits, with what is left out.

    Args:
        line: regions of one line, left to right.
        height: of the line's digits, in pixels.
        network: classifies what is cut out.
    """
    doubtful = line.probabilities.max(1) < CLEAR
    cut_too = [
        bool(doubtful[i]) or may_touch(region, height)
        for i, region in enumerate(line.regions)
    ]
    ways = lattice(line, height, network, cut_too)
    return ways.found.part(ways.best_path()) if ways else line


def lattice(
    line: Classified,
    height: float,
    network: Network,
    cut_too: list[bool] | None = None,
) -> "Lattice | None":
    """Return all ways to take a line apart; None where it has too many parts.

    Args:
        line: regions of one line, left to right.
        height: of the line's digits, in pixels.
        network: classifies what is cut out.
        cut_too: which regions are cut; all, unless told.
    """
    parts = []
    for i, region in enumerate(line.regions):
        whole = cut_too is not None and not cut_too[i]
        parts += [_Part(region, i)] if whole else _parts(region, i, height)
    if len(parts) > MOST_PARTS:
        return None
    ways = _ways(parts, height)
    found = classify([way.region for way in ways], network)
    return Lattice(len(parts), ways, found, height)


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


@dataclass(frozen=True)
class Lattice:
    """All ways through the parts of a line.

    Attributes:
        count: of parts.
        ways: joins of neighboring parts, by where they start.
        found: the region of every way, and what the network says of it.
        height: of the line's digits, in pixels.
    """

    count: int
    ways: list[_Way]
    found: Classified
    height: float

    def best_path(self) -> list[int]:
        """Return the indices of the ways whose product of chances is highest."""
        best = np.full(self.count + 1, -np.inf)
        best[0] = 0.0
        by = [-1] * (self.count + 1)
        for i, way in self._by_end():
            gain = np.log(max(self._chance(i, way), 1e-6))
            if best[way.start] + gain > best[way.end]:
                best[way.end], by[way.end] = best[way.start] + gain, i
        path, end = [], self.count
        while end > 0:
            path.append(by[end])
            end = self.ways[by[end]].start
        return path[::-1]

    def path_of(
        self, labels: tuple[int, ...], columns: np.ndarray
    ) -> tuple[float, list[int], list[int]]:
        """Find the best path that says certain labels.

        Args:
            labels: what it is to say.
            columns: where each label stands, roughly, in pixels of the page.

        Returns:
            The logarithm of its chance, the indices of its ways, and which of these
            are the digits; no way where there are fewer parts than labels.
        """
        n = len(labels)
        best = np.full((self.count + 1, n + 1), -np.inf)
        best[0, 0] = 0.0
        by = np.full((self.count + 1, n + 1, 2), -1)
        index = np.array(labels, int)
        for i, way in self._by_end():
            skipped = best[way.start] + np.log(self._stranger(i, way))
            _improve(best[way.end], by[way.end], skipped, i, said=0)
            if n:
                chances = self._said(i, way, index, columns)
                taken = np.concatenate([[-np.inf], best[way.start, :-1] + chances])
                _improve(best[way.end], by[way.end], taken, i, said=1)
        return float(best[-1, n]), *self._traced(by, n)

    def _traced(self, by: np.ndarray, said: int) -> tuple[list[int], list[int]]:
        path, digits, end = [], [], self.count
        while end > 0 and by[end, said, 0] >= 0:
            way, step = by[end, said]
            path.append(int(way))
            digits.append(bool(step))
            said, end = said - step, self.ways[way].start
        path, digits = path[::-1], digits[::-1]
        return path, [i for i, is_digit in enumerate(digits) if is_digit]

    def _by_end(self):
        return sorted(enumerate(self.ways), key=lambda pair: pair[1].end)

    def _chance(self, i: int, way: _Way) -> float:
        """Return the chance of a way: a digit, or a whole piece that is none."""
        probabilities = self.found.probabilities[i]
        digit = float(probabilities[:LABELS].max())
        if way.whole:
            return max(digit, STRANGER * float(probabilities[NOT_A_DIGIT]))
        return CUT * digit if way.region.height >= LOWEST * self.height else 0.0

    def _stranger(self, i: int, way: _Way) -> float:
        """Return the chance that a way is to be left out."""
        none = float(self.found.probabilities[i, NOT_A_DIGIT])
        return STRANGER * max(none, 0.02) if way.whole else 0.02

    def _said(self, i: int, way: _Way, labels: np.ndarray, columns: np.ndarray):
        """Return the logarithm of the chance that a way is each of some labels."""
        chances = np.maximum(self.found.probabilities[i, labels], UNLIKELIEST)
        low = not way.whole and way.region.height < LOWEST * self.height
        middle = (way.region.box.left + way.region.box.right) / 2
        away = (middle - columns) / (PLACE * self.height)
        weight = (1.0 if way.whole else CUT) * (0.1 if low else 1.0)
        return np.log(chances * weight) - away**2 / 2


def _improve(best, by, gained, way: int, said: int) -> None:
    """Take a way where it gains more; `best` and `by` are changed in place."""
    better = gained > best
    best[better] = gained[better]
    by[better] = way, said
