"""A line read by two: single digits along the best path, and the line as a whole.

The network for single digits is sure of what stands apart; the line reader sees digits
that touch, and strokes through print. Where both say the same, that is the answer;
where not, the text that is likeliest by both together.
"""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from ml import ctc
from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from recognizer.inference.network import Network
from recognizer.reading.candidates import Candidate
from recognizer.reading.ctc_lines import Views, look
from recognizer.reading.lattice import Classified, Lattice, classify, lattice
from recognizer.reading.layout.components import Region, usual_height
from recognizer.reading.layout.segmentation import cut_at
from recognizer.reading.text_lines import Place, clipped

MOST_BEHIND = 1.5  # logarithm of the odds that the path may set against the line reader
PLAIN_BEHIND = 4.0  # likewise of what a plain line says
PLAIN = 0.8  # chance that all digits of a plain line are what they look like
ONE_HIGH, ONE_WIDE = 0.6, 1.25  # of the line's height: lowest and widest single digit
DARK = 64  # of 255: contrast that may be a stroke
POOLED = 0.8  # weight of each of two opinions about one digit
EVEN = 1 / LABELS  # chance of a label by guessing
# What doubt means: which digit it is, among others; whether it is one, alone.
ANY_DIGIT = np.array([EVEN] * LABELS + [0.0])
NO_DIGIT = np.eye(CLASSES)[NOT_A_DIGIT]
SUREST = 0.9999  # what no two readers are surer of
TINY = 1e-9
AGREED = 10.0  # by which the odds of a text rise where both say the same


@dataclass(frozen=True)
class ReadLine:
    """What two readers agreed on.

    Attributes:
        found: regions, left to right, with what both say of each.
        chance: logarithm of the probability of the text, by the line reader.
    """

    found: Classified
    chance: float


@dataclass(frozen=True)
class _Line:
    """One line of a page, as two readers see it.

    Attributes:
        found: its regions, left to right, by the network for single digits.
        heard: what the line reader says.
        dark: all that is darker than its paper.
    """

    found: Classified
    heard: Views
    dark: Region


def read_lines(
    lines: list[Classified], places: list[Place], page: Candidate, network: Network
) -> list[ReadLine]:
    """Let the line reader have its say on lines of a page.

    Args:
        lines: regions of each line, left to right; at least one.
        places: where each line is, in pixels of the page.
        page: that they are of.
        network: reads the lines, and classifies what is cut out of them.
    """
    seen = look(places, page, network)
    return [
        _agreed(_Line(found, heard, _dark(place, page)), network)
        for found, heard, place in zip(lines, seen, places, strict=True)
    ]


def _dark(place: Place, page: Candidate) -> Region:
    box = clipped(place.around, page.ink.shape)
    contrast = page.contrast[box.top : box.bottom, box.left : box.right]
    return Region(box, np.where(contrast >= DARK, contrast, 0))


def _agreed(line: _Line, network: Network) -> ReadLine:
    own = line.found.text
    said = line.heard.texts
    if own == said[0][0]:
        digits, columns = line.found.digits, line.heard.columns(own)
        found = _pooled(line, line.found, own, digits, columns)
        odds = AGREED * said[0][1] / max(1 - said[0][1], TINY)
        # Who is joined by another is no less sure than alone.
        alone = float(np.prod(line.found.probabilities[digits].max(1)))
        found = _as_sure(found, digits, max(odds / (1 + odds), alone))
        return ReadLine(found, float(np.log(said[0][1])))
    ways = lattice(line.found, usual_height(line.found.regions), network)
    return _weighed(line, ways, network) if ways else _as_found(line)


def _as_found(line: _Line) -> ReadLine:
    return ReadLine(line.found, line.heard.likelihood(line.found.text))


def _weighed(line: _Line, ways: Lattice, network: Network) -> ReadLine:
    """Return the text that is likeliest by both readers."""
    said = dict(line.heard.texts)
    texts = {line.found.text: 0.0} | said
    options = [_option(line, ways, labels) for labels in texts]
    surest = max(option.path for option in options)
    best = max(options, key=lambda option: option.weight(surest, MOST_BEHIND))
    if _is_plain(line.found):
        trusted = max(options, key=lambda option: option.weight(surest, PLAIN_BEHIND))
        best = trusted if trusted.labels == line.found.text else best
    if np.isfinite(best.path):
        path, digits = ways.found.part(best.ways), best.digits
    else:
        path = _cut_between(line, best.columns, network)
        digits = list(range(len(best.labels)))
    if len(digits) > len(path.regions):
        return _as_found(line)
    found = _pooled(line, path, best.labels, digits, best.columns)
    # A rival lowers the confidence as much on a plain line as on any other.
    weights = np.exp([option.weight(surest, MOST_BEHIND) for option in options])
    # What was not weighed has no better path than the worst.
    others = max(1 - sum(said.values()), 0.0) * np.exp(-MOST_BEHIND)
    sure = np.exp(best.weight(surest, MOST_BEHIND)) / (weights.sum() + others)
    return ReadLine(_as_sure(found, digits, sure), best.said)


def _is_plain(found: Classified) -> bool:
    """Say whether a line is several whole digits, all of them sure, and little else.

    Where nothing is cut and nothing high left out, the path tells more.
    """
    digits = found.digits
    if len(digits) < 2:
        return False
    heights = np.array([region.height for region in found.regions])
    widths = np.array([region.width for region in found.regions])
    usual = np.median(heights[digits])
    is_high = heights >= ONE_HIGH * usual
    sure = found.probabilities[digits, :LABELS].max(1).prod()
    return bool(
        np.count_nonzero(is_high) == len(digits)
        and is_high[digits].all()
        and widths[digits].max() <= ONE_WIDE * usual
        and sure >= PLAIN
    )


def _cut_between(line: _Line, columns: np.ndarray, network: Network) -> Classified:
    """Return the line cut straight between the places of its digits."""
    whole = reduce(Region.joined, line.found.regions)
    between = ((columns[1:] + columns[:-1]) / 2).tolist()
    parts = cut_at(whole, between)
    if len(parts) != len(columns):
        parts = cut_at(line.dark, between)
    return classify(parts, network)


@dataclass(frozen=True)
class _Option:
    """One text that a line may say.

    Attributes:
        labels: the text.
        said: logarithm of its probability by the line reader.
        path: logarithm of the chance of its best path through the parts.
        ways: of that path.
        digits: which of these are digits.
        columns: where each digit stands on the page.
    """

    labels: ctc.Labels
    said: float
    path: float
    ways: list[int]
    digits: list[int]
    columns: np.ndarray

    def weight(self, surest: float, most: float) -> float:
        """Return how likely the text is by both.

        Args:
            surest: logarithm of the chance of the best path of all texts.
            most: by which the path may be behind it; one bad part is not all.
        """
        behind = self.path - surest if np.isfinite(surest) else 0.0
        return self.said + max(behind, -most)


def _option(line: _Line, ways: Lattice, labels: ctc.Labels) -> _Option:
    columns = line.heard.columns(labels)
    path, chosen, digits = ways.path_of(labels, columns)
    said = line.heard.likelihood(labels)
    return _Option(labels, said, path, chosen, digits, columns)


def _pooled(
    line: _Line,
    found: Classified,
    labels: ctc.Labels,
    digits: list[int],
    columns: np.ndarray,
) -> Classified:
    """Return what both readers together say of each region.

    Args:
        line: the line.
        found: regions on the path that was chosen.
        labels: what was read.
        digits: which regions these are.
        columns: where each digit stands on the page.
    """
    heard = [(region.box.left + region.box.right) / 2 for region in found.regions]
    for digit, column in zip(digits, columns, strict=True):
        heard[digit] = float(column)
    said = np.stack([line.heard.near(column) for column in heard])
    pooled = (found.probabilities * said + 1e-9) ** POOLED
    pooled /= pooled.sum(1, keepdims=True)
    text = dict(zip(digits, labels, strict=True))
    rows = [
        _saying(text.get(i, NOT_A_DIGIT), row, other)
        for i, (row, other) in enumerate(zip(pooled, said, strict=True))
    ]
    return replace(found, probabilities=np.array(rows, np.float32))


def _saying(label: int, pooled: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Return probabilities (11,) whose likeliest is the label.

    The text was chosen as a whole; one region alone does not overrule it.
    """
    for row in (pooled, (pooled + said) / 2, said):
        if row.argmax() == label:
            break
    row = row.copy()
    best = row.argmax()
    row[[label, best]] = row[[best, label]]
    return row


def _as_sure(found: Classified, digits: list[int], sure: float) -> Classified:
    """Return the line with its digits together as sure as its text.

    Args:
        found: regions of the line.
        digits: which of them are digits.
        sure: probability, 0-1, that the text is right. Less than the digits promise is
            taken at its word; of more, the middle.
    """
    if not digits:
        return found
    rows = found.probabilities[digits].astype(float)
    surest = rows.max(1)
    together = float(np.prod(surest))
    ratio = min(sure / together, np.sqrt(sure / together))
    aims = np.clip(surest * ratio ** (1 / len(rows)), EVEN + 0.01, SUREST)
    away = ANY_DIGIT if len(rows) > 1 else NO_DIGIT
    towards = np.eye(CLASSES)[rows.argmax(1)] if ratio > 1 else away
    goal = 1.0 if ratio > 1 else EVEN
    lean = np.clip((aims - surest) / (goal - surest + TINY), 0, 1)[:, None]
    probabilities = found.probabilities.copy()
    probabilities[digits] = (1 - lean) * rows + lean * towards
    return replace(found, probabilities=probabilities)
