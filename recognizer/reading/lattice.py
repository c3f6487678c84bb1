"""Segment digits that touch or fall apart: the Viterbi path through a lattice.

Over-segmentation and a search for the best path after Casey and Lecolinet, "A survey
of methods and strategies in character segmentation" (1996): a line is cut wherever it
may be, neighboring segments are joined again, and the network classifies the joins.
"""

from dataclasses import dataclass

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT
from ml.inputs.glyph_images import to_glyph_image
from recognizer.inference.network import Network
from recognizer.reading.layout.glyphs import Region
from recognizer.reading.layout.segmentation import cut

MIN_CLASS_PROB = 0.8  # probability of a region, digit or not, that is not cut
MIN_TOUCHING_WIDTH = 1.3  # of the line's height: may be two digits that touch
MAX_JOINED = 5  # segments of one digit
MAX_DIGIT_WIDTH = 1.25  # of the line's height: a single digit
MAX_SEGMENTS = 80  # of one line; more is no line of digits
CUT_WEIGHT = 0.8  # weight of a cut segment as a digit: whole pieces are likelier
MIN_DIGIT_HEIGHT = 0.5  # of the line's height: the lowest digit that is cut out
SKIP_WEIGHT = 0.5  # weight of leaving out a whole piece that is no digit
MIN_LABEL_PROB = 0.003  # probability of a label, however little a segment looks like it
MAX_OFFSET = 0.35  # of the line's height: how far a digit may be from where it was seen
MIN_SEGMENT_SIZE = 0.05  # of the line's height: what is lower and narrower is dropped


@dataclass(frozen=True)
class Glyphs:
    """Regions with their glyph images and class probabilities.

    Attributes:
        regions: n of them.
        fields: glyph images, float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.
        probabilities: float32 (n, 11), rows sum to 1; the last is "not a digit".
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

    def select(self, chosen: list[int]) -> "Glyphs":
        """Return the glyphs with these indices."""
        index = np.array(chosen, int)
        regions = [self.regions[i] for i in chosen]
        return Glyphs(regions, self.fields[index], self.probabilities[index])

    def __add__(self, other: "Glyphs") -> "Glyphs":
        return Glyphs(
            self.regions + other.regions,
            np.concatenate([self.fields, other.fields]),
            np.concatenate([self.probabilities, other.probabilities]),
        )


NO_GLYPHS = Glyphs(
    [],
    np.zeros((0, 28, 28, 1), np.float32),
    np.zeros((0, LABELS + 1), np.float32),
)


def classify(regions: list[Region], network: Network) -> Glyphs:
    """Classify every region, in one call."""
    if not regions:
        return NO_GLYPHS
    fields = np.stack([to_glyph_image(region.ink) for region in regions])
    return Glyphs(regions, fields, network.classify(fields))


def decode_line(line: Glyphs, height: float, network: Network) -> Glyphs:
    """Segment one line again; return its likeliest glyphs, digits or not.

    Args:
        line: regions of one line, left to right.
        height: of the line's digits, in pixels.
        network: classifies what is cut out.
    """
    doubtful = line.probabilities.max(1) < MIN_CLASS_PROB
    is_cut = [
        bool(doubtful[i]) or may_touch(region, height)
        for i, region in enumerate(line.regions)
    ]
    edges = build_lattice(line, height, network, is_cut)
    return edges.found.select(edges.find_best_path()) if edges else line


def build_lattice(
    line: Glyphs,
    height: float,
    network: Network,
    is_cut: list[bool] | None = None,
) -> "Lattice | None":
    """Return all segmentations of a line; None where there are too many segments.

    Args:
        line: regions of one line, left to right.
        height: of the line's digits, in pixels.
        network: classifies what is cut out.
        is_cut: which regions are cut; all unless given.
    """
    segments = []
    for i, region in enumerate(line.regions):
        whole = is_cut is not None and not is_cut[i]
        segments += [_Segment(region, i)] if whole else _cut_segments(region, i, height)
    if len(segments) > MAX_SEGMENTS:
        return None
    edges = _build_edges(segments, height)
    found = classify([edge.region for edge in edges], network)
    return Lattice(len(segments), edges, found, height)


def may_touch(region: Region, height: float) -> bool:
    """Return whether a region is so wide that it may hold several digits."""
    return region.width >= MIN_TOUCHING_WIDTH * height and region.height >= height / 2


@dataclass(frozen=True)
class _Segment:
    region: Region
    piece: int  # index of the region of the line that it was cut from


@dataclass(frozen=True)
class _Edge:
    """The segments from `start` up to `end`, joined to one character."""

    region: Region
    start: int
    end: int
    whole: bool  # holds pieces as they were, none cut


def _cut_segments(region: Region, piece: int, height: float) -> list[_Segment]:
    narrow = region.width < 0.5 * height and region.height > 0.7 * height
    segments = [region] if narrow else cut(region)
    least = MIN_SEGMENT_SIZE * height
    kept = [
        segment for segment in segments if max(segment.width, segment.height) > least
    ]
    return [_Segment(segment, piece) for segment in kept or [region]]


def _build_edges(segments: list[_Segment], height: float) -> list[_Edge]:
    edges = []
    for start in range(len(segments)):
        region = segments[start].region
        for end in range(start + 1, min(start + MAX_JOINED, len(segments)) + 1):
            if end > start + 1:
                region = region.joined(segments[end - 1].region)
            if end > start + 1 and region.width > MAX_DIGIT_WIDTH * height:
                break
            edges.append(_Edge(region, start, end, _is_whole(segments, start, end)))
    return edges


def _is_whole(segments: list[_Segment], start: int, end: int) -> bool:
    before = start == 0 or segments[start - 1].piece != segments[start].piece
    after = end == len(segments) or segments[end].piece != segments[end - 1].piece
    return before and after


@dataclass(frozen=True)
class Lattice:
    """All joins of neighboring segments of a line.

    Attributes:
        count: of segments.
        edges: joins, sorted by their first segment.
        found: the glyph of every edge.
        height: of the line's digits, in pixels.
    """

    count: int
    edges: list[_Edge]
    found: Glyphs
    height: float

    def find_best_path(self) -> list[int]:
        """Return the edges of the path with the highest product of probabilities."""
        best = np.full(self.count + 1, -np.inf)
        best[0] = 0.0
        edge_of = [-1] * (self.count + 1)
        for i, edge in self._by_end():
            gain = np.log(max(self._chance(i, edge), 1e-6))
            if best[edge.start] + gain > best[edge.end]:
                best[edge.end], edge_of[edge.end] = best[edge.start] + gain, i
        path, end = [], self.count
        while end > 0:
            path.append(edge_of[end])
            end = self.edges[edge_of[end]].start
        return path[::-1]

    def find_path(
        self, labels: tuple[int, ...], columns: np.ndarray
    ) -> tuple[float, list[int], list[int]]:
        """Find the best path that reads certain labels.

        Args:
            labels: of the path.
            columns: approximate position of each label, in pixels of the page.

        Returns:
            The log probability, the indices of its edges, and which of these are the
            digits; no edge where there are fewer segments than labels.
        """
        n = len(labels)
        best = np.full((self.count + 1, n + 1), -np.inf)
        best[0, 0] = 0.0
        edge_of = np.full((self.count + 1, n + 1, 2), -1)
        index = np.array(labels, int)
        for i, edge in self._by_end():
            skipped = best[edge.start] + np.log(self._skip_prob(i, edge))
            _improve(best[edge.end], edge_of[edge.end], skipped, i, step=0)
            if n:
                chances = self._label_log_probs(i, edge, index, columns)
                taken = np.concatenate([[-np.inf], best[edge.start, :-1] + chances])
                _improve(best[edge.end], edge_of[edge.end], taken, i, step=1)
        return float(best[-1, n]), *self._traced(edge_of, n)

    def _traced(self, edge_of: np.ndarray, count: int) -> tuple[list[int], list[int]]:
        path, digits, end = [], [], self.count
        while end > 0 and edge_of[end, count, 0] >= 0:
            edge, step = edge_of[end, count]
            path.append(int(edge))
            digits.append(bool(step))
            count, end = count - step, self.edges[edge].start
        path, digits = path[::-1], digits[::-1]
        return path, [i for i, is_digit in enumerate(digits) if is_digit]

    def _by_end(self) -> list[tuple[int, _Edge]]:
        return sorted(enumerate(self.edges), key=lambda pair: pair[1].end)

    def _chance(self, i: int, edge: _Edge) -> float:
        """Return the probability of an edge: a digit, or a whole piece that is none."""
        probabilities = self.found.probabilities[i]
        digit = float(probabilities[:LABELS].max())
        if edge.whole:
            return max(digit, SKIP_WEIGHT * float(probabilities[NOT_A_DIGIT]))
        return (
            CUT_WEIGHT * digit
            if edge.region.height >= MIN_DIGIT_HEIGHT * self.height
            else 0.0
        )

    def _skip_prob(self, i: int, edge: _Edge) -> float:
        """Return the probability that an edge is no digit."""
        none = float(self.found.probabilities[i, NOT_A_DIGIT])
        return SKIP_WEIGHT * max(none, 0.02) if edge.whole else 0.02

    def _label_log_probs(
        self, i: int, edge: _Edge, labels: np.ndarray, columns: np.ndarray
    ) -> np.ndarray:
        """Return the log probability of an edge for each of some labels."""
        chances = np.maximum(self.found.probabilities[i, labels], MIN_LABEL_PROB)
        low = not edge.whole and edge.region.height < MIN_DIGIT_HEIGHT * self.height
        middle = (edge.region.box.left + edge.region.box.right) / 2
        away = (middle - columns) / (MAX_OFFSET * self.height)
        weight = (1.0 if edge.whole else CUT_WEIGHT) * (0.1 if low else 1.0)
        return np.log(chances * weight) - away**2 / 2


def _improve(
    best: np.ndarray, edge_of: np.ndarray, gained: np.ndarray, edge: int, step: int
) -> None:
    """Take an edge where it gains more; `best` and `edge_of` are changed in place."""
    better = gained > best
    best[better] = gained[better]
    edge_of[better] = edge, step
