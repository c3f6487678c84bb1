"""A line read by two: single digits along the best path, and the line as a whole.

The network for single digits is sure of what stands apart; the line reader sees digits
that touch, and strokes through print. Where both say the same, that is the answer;
where not, the text that is likeliest by both together.
"""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from ml.lines import ctc
from ml.lines.model import FRAME
from ml.lines.preprocessing import to_strip
from ml.lines.strips import MARGIN
from recognizer import engine
from recognizer.candidates import Candidate
from recognizer.readings import Box
from recognizer.strings import Classified, Lattice, classify, lattice
from recognizer.vision.cuts import cut_at
from recognizer.vision.regions import Region, usual_height

ROOM = 0.12  # of the line's height, above and below it
SIDE_ROOM = 0.3  # likewise at its ends
LOW = 0.45  # of the usual height: lower pieces don't tell where the line is
ALTERNATIVES = 4  # texts of the line reader that are weighed
MOST_BEHIND = 1.5  # logarithm of the odds that the path may set against the line reader
STRAY = 0.03  # share of the ink that may be above a line, or below it
POOLED = 0.8  # weight of each of two opinions about one digit
AGREED = 10.0  # by which the odds of a text rise where both say the same
AROUND = 2  # frames on each side that speak of the same digit


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
        frames: float32 (t, 11) of the line reader.
        left: column of the page where the frames begin.
        step: columns of the page from frame to frame.
    """

    found: Classified
    frames: np.ndarray
    left: float
    step: float

    def column(self, frame: np.ndarray) -> np.ndarray:
        """Return where frames stand on the page, in pixels."""
        return self.left + (frame + 0.5) * self.step

    def frame(self, column: float) -> int:
        """Return which frame sees a column of the page."""
        place = round((column - self.left) / self.step - 0.5)
        return min(max(place, 0), len(self.frames) - 1)


def read_lines(
    lines: list[Classified], boxes: list[Box], page: Candidate
) -> list[ReadLine]:
    """Let the line reader have its say on lines of a page.

    Args:
        lines: regions of each line, left to right; at least one.
        boxes: where each line is, in pixels of the page.
        page: that they are of.
    """
    crops = [np.s_[box.top : box.bottom, box.left : box.right] for box in boxes]
    strips = [to_strip(page.contrast[crop], page.ink[crop]) for crop in crops]
    said = engine.frames(strips)
    return [
        _agreed(_line(found, frames, strip, box))
        for found, frames, strip, box in zip(lines, said, strips, boxes, strict=True)
    ]


def line_box(line: Classified, ink: np.ndarray) -> Box:
    """Return the place of a line on its page, with some room around.

    Args:
        line: at least one region.
        ink: uint8 (H, W) of the page.
    """
    height = usual_height(line.regions)
    boxes = [r.box for r in line.regions if r.height >= LOW * height]
    boxes = boxes or [region.box for region in line.regions]
    left = min(region.box.left for region in line.regions)
    right = max(region.box.right for region in line.regions)
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return _with_room(Box(left, top, right, bottom), ink.shape)


def ink_box(ink: np.ndarray) -> Box:
    """Return where nearly all ink of a page is, with some room around."""
    rows = np.cumsum(ink.sum(1, dtype=np.int64))
    top, bottom = np.searchsorted(rows, [STRAY * rows[-1], (1 - STRAY) * rows[-1]])
    columns = np.flatnonzero(ink.any(0))
    box = Box(int(columns[0]), int(top), int(columns[-1]) + 1, int(bottom) + 1)
    return _with_room(box, ink.shape)


def _with_room(box: Box, shape: tuple[int, int]) -> Box:
    height = box.bottom - box.top
    return Box(
        max(round(box.left - SIDE_ROOM * height), 0),
        max(round(box.top - ROOM * height), 0),
        min(round(box.right + SIDE_ROOM * height), shape[1]),
        min(round(box.bottom + ROOM * height), shape[0]),
    )


def _line(found: Classified, frames: np.ndarray, strip: np.ndarray, box: Box) -> _Line:
    scale = (box.right - box.left) / (strip.shape[1] - 2 * MARGIN)
    return _Line(found, frames, box.left - MARGIN * scale, FRAME * scale)


def _agreed(line: _Line) -> ReadLine:
    own = line.found.text
    said = ctc.likeliest(line.frames, ALTERNATIVES)
    if own == said[0][0]:
        places = ctc.align(line.frames, own)
        found = _pooled(line, line.found, own, line.found.digits, places)
        odds = AGREED * said[0][1] / max(1 - said[0][1], 1e-9)
        found = _no_surer(found, line.found.digits, odds / (1 + odds))
        return ReadLine(found, float(np.log(said[0][1])))
    ways = lattice(line.found, usual_height(line.found.regions))
    if not ways:
        return ReadLine(line.found, ctc.log_likelihood(line.frames, own))
    options = [_option(line, ways, labels) for labels in {own: 0.0} | dict(said)]
    surest = max(option.path for option in options)
    best = max(options, key=lambda option: option.weight(surest))
    if np.isfinite(best.path):
        path, digits = ways.found.part(best.ways), best.digits
    else:
        path = _cut_between(line, best.places)
        digits = list(range(len(best.labels)))
        if len(path.regions) != len(digits):
            return ReadLine(line.found, ctc.log_likelihood(line.frames, own))
    found = _pooled(line, path, best.labels, digits, best.places)
    weights = np.exp([option.weight(surest) for option in options])
    others = max(1 - sum(chance for _, chance in said), 0.0)
    sure = np.exp(best.weight(surest)) / (weights.sum() + others)
    return ReadLine(_no_surer(found, digits, sure), best.said)


def _cut_between(line: _Line, places: np.ndarray) -> Classified:
    """Return the line cut straight between the places of its digits."""
    columns = line.column(places)
    whole = reduce(Region.joined, line.found.regions)
    return classify(cut_at(whole, ((columns[1:] + columns[:-1]) / 2).tolist()))


@dataclass(frozen=True)
class _Option:
    """One text that a line may say.

    Attributes:
        labels: the text.
        said: logarithm of its probability by the line reader.
        path: logarithm of the chance of its best path through the parts.
        ways: of that path.
        digits: which of these are digits.
        places: the frame of each digit.
    """

    labels: ctc.Labels
    said: float
    path: float
    ways: list[int]
    digits: list[int]
    places: np.ndarray

    def weight(self, surest: float) -> float:
        """Return how likely the text is by both; one bad part is not all."""
        behind = self.path - surest if np.isfinite(surest) else 0.0
        return self.said + max(behind, -MOST_BEHIND)


def _option(line: _Line, ways: Lattice, labels: ctc.Labels) -> _Option:
    places = ctc.align(line.frames, labels)
    path, chosen, digits = ways.path_of(labels, line.column(places))
    said = ctc.log_likelihood(line.frames, labels)
    return _Option(labels, said, path, chosen, digits, places)


def _pooled(
    line: _Line,
    found: Classified,
    labels: ctc.Labels,
    digits: list[int],
    places: np.ndarray,
) -> Classified:
    """Return what both readers together say of each region.

    Args:
        line: the line.
        found: regions on the path that was chosen.
        labels: what was read.
        digits: which regions these are.
        places: the frame of each digit.
    """
    heard = [
        line.frame((region.box.left + region.box.right) / 2) for region in found.regions
    ]
    for digit, place in zip(digits, places, strict=True):
        heard[digit] = int(place)
    said = np.stack([_near(line.frames, place) for place in heard])
    pooled = (found.probabilities * said + 1e-9) ** POOLED
    pooled /= pooled.sum(1, keepdims=True)
    for digit, label in zip(digits, labels, strict=True):
        if pooled[digit].argmax() != label:
            # The text was chosen as a whole; one part alone does not overrule it.
            pooled[digit] = (pooled[digit] + said[digit]) / 2
        if pooled[digit].argmax() != label:
            pooled[digit] = said[digit]
    return replace(found, probabilities=pooled.astype(np.float32))


def _no_surer(found: Classified, digits: list[int], sure: float) -> Classified:
    """Return the line with its digits together no surer than its text.

    Args:
        found: regions of the line.
        digits: which of them are digits.
        sure: probability, 0-1, that the text is right.
    """
    rows = found.probabilities[digits].astype(float)
    together = float(np.prod(rows.max(1)))
    if not digits or together <= sure:
        return found
    best = np.arange(len(rows)), rows.argmax(1)
    lower = rows[best] * (sure / together) ** (1 / len(rows))
    # What the likeliest label loses goes to the others, as they stand to each other.
    rows *= ((1 - lower) / np.maximum(1 - rows[best], 1e-9))[:, None]
    rows[best] = lower
    probabilities = found.probabilities.copy()
    probabilities[digits] = rows / rows.sum(1, keepdims=True)
    return replace(found, probabilities=probabilities)


def _near(frames: np.ndarray, place: int) -> np.ndarray:
    """Return the probabilities, float (11,), of the digit that is said near a frame."""
    near = frames[max(place - AROUND, 0) : place + AROUND + 1]
    said = np.empty(CLASSES)
    said[:LABELS] = near[:, :LABELS].max(0)
    said[NOT_A_DIGIT] = near[:, NOT_A_DIGIT].min()
    return said / said.sum()
