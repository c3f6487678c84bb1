"""Fuse two readings of a line: its glyphs along the best path, and the line reader's.

The classifier is certain of digits that are apart; the line reader sees digits that
touch, and strokes through print. Where both texts are equal, that is the result; where
not, the text with the highest probability by both together.
"""

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from ml import ctc
from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from recognizer.inference.network import Network
from recognizer.reading.candidates import Candidate
from recognizer.reading.ctc_lines import MultiscaleScores, read_lines
from recognizer.reading.lattice import Glyphs, Lattice, build_lattice, classify
from recognizer.reading.layout.glyphs import Region, usual_height
from recognizer.reading.layout.segmentation import cut_at
from recognizer.reading.text_lines import LineBox, clipped

MAX_BEHIND = 1.5  # log odds of the path against the line reader
PLAIN_BEHIND = 4.0  # also for a plain line
PLAIN = 0.8  # log_prob that all digits of a plain line are what they read_lines like
ONE_HIGH, ONE_WIDE = 0.6, 1.25  # of the line's height: lowest and widest single digit
DARK = 64  # of 255: contrast that may be a stroke
POOLED = 0.8  # weight of each of two opinions about one digit
EVEN = 1 / LABELS  # log_prob of a label by guessing
# What doubt means: which digit it is, among others; whether it is one, alone.
ANY_DIGIT = np.array([EVEN] * LABELS + [0.0])
NO_DIGIT = np.eye(CLASSES)[NOT_A_DIGIT]
MAX_CONFIDENCE = 0.9999  # of any two readers together
TINY = 1e-9
AGREED = 10.0  # by which the odds of a text rise where both say the same


@dataclass(frozen=True)
class FusedLine:
    """A line after fusion.

    Attributes:
        found: glyphs, left to right, with the probabilities of both networks.
        log_prob: of the text, by the line reader.
    """

    found: Glyphs
    log_prob: float


@dataclass(frozen=True)
class _Line:
    """One line of a page before fusion.

    Attributes:
        found: its glyphs, left to right, by the classifier.
        ctc: CTC scores of the line reader.
        dark: all that is darker than its paper.
    """

    found: Glyphs
    ctc: MultiscaleScores
    dark: Region


def fuse_lines(
    lines: list[Glyphs], line_boxes: list[LineBox], page: Candidate, network: Network
) -> list[FusedLine]:
    """Fuse the classifier's reading of lines with that of the line reader.

    Args:
        lines: regions of each line, left to right; at least one.
        line_boxes: where each line is, in pixels of the page.
        page: that they are of.
        network: reads the lines, and classifies what is cut out of them.
    """
    seen = read_lines(line_boxes, page, network)
    return [
        _fuse_agreeing(_Line(found, ctc, _dark(line_box, page)), network)
        for found, ctc, line_box in zip(lines, seen, line_boxes, strict=True)
    ]


def _dark(line_box: LineBox, page: Candidate) -> Region:
    box = clipped(line_box.around, page.ink.shape)
    contrast = page.contrast[box.top : box.bottom, box.left : box.right]
    return Region(box, np.where(contrast >= DARK, contrast, 0))


def _fuse_agreeing(line: _Line, network: Network) -> FusedLine:
    own = line.found.text
    texts = line.ctc.texts
    if own == texts[0][0]:
        digits, columns = line.found.digits, line.ctc.columns(own)
        found = _pool(line, line.found, own, digits, columns)
        odds = AGREED * texts[0][1] / max(1 - texts[0][1], TINY)
        # Agreement never lowers the confidence.
        alone = float(np.prod(line.found.probabilities[digits].max(1)))
        found = _with_confidence(found, digits, max(odds / (1 + odds), alone))
        return FusedLine(found, float(np.log(texts[0][1])))
    edges = build_lattice(line.found, usual_height(line.found.regions), network)
    return _rescore(line, edges, network) if edges else _keep(line)


def _keep(line: _Line) -> FusedLine:
    return FusedLine(line.found, line.ctc.likelihood(line.found.text))


def _rescore(line: _Line, edges: Lattice, network: Network) -> FusedLine:
    """Return the line with the text that is most probable by both networks."""
    ctc_texts = dict(line.ctc.texts)
    texts = {line.found.text: 0.0} | ctc_texts
    options = [_option(line, edges, labels) for labels in texts]
    max_path = max(option.path for option in options)
    best = max(options, key=lambda option: option.weight(max_path, MAX_BEHIND))
    if _is_plain(line.found):
        trusted = max(options, key=lambda option: option.weight(max_path, PLAIN_BEHIND))
        best = trusted if trusted.labels == line.found.text else best
    if np.isfinite(best.path):
        path, digits = edges.found.select(best.edges), best.digits
    else:
        path = _cut_between(line, best.columns, network)
        digits = list(range(len(best.labels)))
    if len(digits) > len(path.regions):
        return _keep(line)
    found = _pool(line, path, best.labels, digits, best.columns)
    # A rival lowers the confidence as much on a plain line as on any other.
    weights = np.exp([option.weight(max_path, MAX_BEHIND) for option in options])
    # What was not weighed has no better path than the worst.
    others = max(1 - sum(ctc_texts.values()), 0.0) * np.exp(-MAX_BEHIND)
    sure = np.exp(best.weight(max_path, MAX_BEHIND)) / (weights.sum() + others)
    return FusedLine(_with_confidence(found, digits, sure), best.log_prob)


def _is_plain(found: Glyphs) -> bool:
    """Return whether a line is several whole digits, all certain, and little else.

    Where nothing is cut and nothing high left out, the path is more reliable.
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


def _cut_between(line: _Line, columns: np.ndarray, network: Network) -> Glyphs:
    """Return the line cut vertically between the positions of its digits."""
    whole = reduce(Region.joined, line.found.regions)
    between = ((columns[1:] + columns[:-1]) / 2).tolist()
    parts = cut_at(whole, between)
    if len(parts) != len(columns):
        parts = cut_at(line.dark, between)
    return classify(parts, network)


@dataclass(frozen=True)
class _Option:
    """One possible text of a line.

    Attributes:
        labels: the text.
        log_prob: by the line reader.
        path: logarithm of the log_prob of its best path through the parts.
        edges: of that path.
        digits: which of these are digits.
        columns: position of each digit on the page.
    """

    labels: ctc.Labels
    log_prob: float
    path: float
    edges: list[int]
    digits: list[int]
    columns: np.ndarray

    def weight(self, max_path: float, max_behind: float) -> float:
        """Return the log probability of the text by both networks.

        Args:
            max_path: logarithm of the log_prob of the best path of all texts.
            max_behind: by which the path may be behind it; one bad part is not all.
        """
        behind = self.path - max_path if np.isfinite(max_path) else 0.0
        return self.log_prob + max(behind, -max_behind)


def _option(line: _Line, edges: Lattice, labels: ctc.Labels) -> _Option:
    columns = line.ctc.columns(labels)
    path, chosen, digits = edges.find_path(labels, columns)
    log_prob = line.ctc.likelihood(labels)
    return _Option(labels, log_prob, path, chosen, digits, columns)


def _pool(
    line: _Line,
    found: Glyphs,
    labels: ctc.Labels,
    digits: list[int],
    columns: np.ndarray,
) -> Glyphs:
    """Pool the probabilities of both networks for each glyph.

    Args:
        line: the line.
        found: regions on the path that was chosen.
        labels: what was read.
        digits: which regions these are.
        columns: position of each digit on the page.
    """
    middles = [(region.box.left + region.box.right) / 2 for region in found.regions]
    for digit, column in zip(digits, columns, strict=True):
        middles[digit] = float(column)
    ctc_probs = np.stack([line.ctc.probs_at(column) for column in middles])
    pooled = (found.probabilities * ctc_probs + 1e-9) ** POOLED
    pooled /= pooled.sum(1, keepdims=True)
    text = dict(zip(digits, labels, strict=True))
    rows = [
        _prefer(text.get(i, NOT_A_DIGIT), row, other)
        for i, (row, other) in enumerate(zip(pooled, ctc_probs, strict=True))
    ]
    return replace(found, probabilities=np.array(rows, np.float32))


def _prefer(label: int, pooled: np.ndarray, ctc_probs: np.ndarray) -> np.ndarray:
    """Return probabilities (11,) whose likeliest is the label.

    The text was chosen as a whole; one region alone does not overrule it.
    """
    for row in (pooled, (pooled + ctc_probs) / 2, ctc_probs):
        if row.argmax() == label:
            break
    row = row.copy()
    best = int(row.argmax())
    row[[label, best]] = row[[best, label]]
    return row


def _with_confidence(found: Glyphs, digits: list[int], confidence: float) -> Glyphs:
    """Return the line with the joint confidence of its digits set to that of its text.

    Args:
        found: regions of the line.
        digits: which of them are digits.
        confidence: probability, 0-1, that the text is right. A lower one is taken
            as it is; of a higher one, the geometric mean.
    """
    if not digits:
        return found
    rows = found.probabilities[digits].astype(float)
    max_probs = rows.max(1)
    together = float(np.prod(max_probs))
    ratio = min(confidence / together, np.sqrt(confidence / together))
    aims = np.clip(max_probs * ratio ** (1 / len(rows)), EVEN + 0.01, MAX_CONFIDENCE)
    away = ANY_DIGIT if len(rows) > 1 else NO_DIGIT
    towards = np.eye(CLASSES)[rows.argmax(1)] if ratio > 1 else away
    goal = 1.0 if ratio > 1 else EVEN
    lean = np.clip((aims - max_probs) / (goal - max_probs + TINY), 0, 1)[:, None]
    probabilities = found.probabilities.copy()
    probabilities[digits] = (1 - lean) * rows + lean * towards
    return replace(found, probabilities=probabilities)
