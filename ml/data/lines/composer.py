"""Compose line images: which characters, with which pen, on which paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from ml.data.backgrounds import draw_paper
from ml.data.datasets import Samples
from ml.data.drawings.strokes import crop_to_ink
from ml.data.lines.writing import MAX_DIGITS, Glyph, write_line
from ml.digits import LABELS
from ml.inputs.line_images import LINE_HEIGHT_PX, LINE_MARGIN_PX

# Probabilities of the first digits 1-9 of amounts (Benford's law).
FIRST_DIGIT_PROBS = np.log10(1 + 1 / np.arange(1, 10))


@dataclass(frozen=True)
class LineImage:
    """A line of digits.

    Attributes:
        x: uint8 (32, width); 0 is paper, 255 is ink.
        labels: of the digits, left to right.
    """

    x: np.ndarray
    labels: tuple[int, ...]


@dataclass(frozen=True)
class LineParams:
    """Probabilities of what a line contains.

    Attributes:
        borrowed_prob: that a digit comes from another source than its line.
        ones_prob: that a line begins with one to three 1s.
        repeat_prob: that a digit repeats the one before.
        cut_prob: that a line begins within a character.
    """

    borrowed_prob: float = 0.25
    ones_prob: float = 0.12
    repeat_prob: float = 0.1
    cut_prob: float = 0.05


class LineComposer:
    """Composes line images of single digits and clutter.

    Args:
        sources: digits, each line mostly of one source.
        clutter: non-digits that may stand between digits; none if None.
        params: probabilities of what a line contains.
    """

    def __init__(
        self,
        sources: Sequence[Samples],
        clutter: Samples | None,
        params: LineParams = LineParams(),
    ):
        self.sources, self.clutter, self.params = sources, clutter, params
        self._by_label = [
            [np.flatnonzero(source.y == label) for label in range(LABELS)]
            for source in sources
        ]

    def draw(self, rng: np.random.Generator) -> LineImage:
        """Draw one line image."""
        glyphs, height = self._choose_glyphs(rng), rng.uniform(15, 28)
        ink, labels = write_line(glyphs, height, rng, self.params.cut_prob)
        if rng.random() < 0.12:
            neighbor = self._draw_neighbor_line(ink.shape[1], height, rng)
            ink = np.maximum(ink, neighbor)
        x = _add_background(_change_pen(ink, rng), rng)
        if rng.random() < 0.5:  # a crop of a photo has no print in its margins
            x[:, :LINE_MARGIN_PX] = x[:, x.shape[1] - LINE_MARGIN_PX :] = 0
        return LineImage((np.clip(x, 0, 1) * 255).astype(np.uint8), labels)

    def _choose_glyphs(self, rng: np.random.Generator) -> list[Glyph]:
        source = int(rng.integers(len(self.sources)))
        labels, has_point = self.choose_labels(rng)
        glyphs = [
            replace(self.draw_digit(source, label, rng), has_point=bool(point))
            for label, point in zip(labels.tolist(), has_point, strict=True)
        ]
        if self.clutter and rng.random() < 0.15:
            for _ in range(rng.integers(1, 4)):
                ink = self.clutter.x[rng.integers(len(self.clutter)), ..., 0]
                position = int(rng.integers(len(glyphs) + 1))
                glyphs.insert(position, Glyph(crop_to_ink(ink)))
        return glyphs

    def choose_labels(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return the labels, int (n,), and after which a point follows, bool (n,)."""
        count = 0 if rng.random() < 0.04 else int(rng.integers(1, MAX_DIGITS))
        labels = rng.integers(LABELS, size=count)
        for i in np.flatnonzero(rng.random(count) < self.params.repeat_prob).tolist():
            labels[i] = labels[max(i - 1, 0)]
        if count and rng.random() < 0.15:  # a round amount ends in zeros
            labels[-int(rng.integers(2, 5)) :] = 0
        has_point = np.zeros(count, bool)
        if count and rng.random() < 0.4:  # an amount
            labels[0] = rng.choice(9, p=FIRST_DIGIT_PROBS) + 1
            has_point[-4::-3] = rng.random() < 0.6
        if rng.random() < self.params.ones_prob:
            labels[: int(rng.integers(1, 4))] = 1
        return labels, has_point

    def draw_digit(
        self, source: int, label: int | None, rng: np.random.Generator
    ) -> Glyph:
        """Return a digit of a label, or any digit if its source lacks the label.

        Args:
            source: index of the source; another one may be borrowed from.
            label: 0-9; None for a random one.
            rng: random generator.
        """
        if rng.random() < self.params.borrowed_prob:
            source = int(rng.integers(len(self.sources)))
        samples = self.sources[source]
        chosen = int(rng.integers(LABELS)) if label is None else label
        candidates = self._by_label[source][chosen]
        if not len(candidates):
            candidates = np.arange(len(samples))
        i = rng.choice(candidates)
        return Glyph(crop_to_ink(samples.x[i, ..., 0]), int(samples.y[i]))

    def _draw_neighbor_line(
        self, width: int, height: float, rng: np.random.Generator
    ) -> np.ndarray:
        """Draw the part of the line above or below that reaches into this one."""
        source = int(rng.integers(len(self.sources)))
        count = max(int(width / height), 1)
        glyphs = [self.draw_digit(source, None, rng) for _ in range(count)]
        line = write_line(glyphs, height, rng, self.params.cut_prob)[0][:, :width]
        shift = int(LINE_HEIGHT_PX * rng.uniform(0.72, 0.9)) * rng.choice([-1, 1])
        moved = ndimage.shift(line, (shift, 0), order=0)
        return np.pad(moved, ((0, 0), (0, width - moved.shape[1])))


def _change_pen(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Make the strokes thicker, thinner, fainter or rougher."""
    if rng.random() < 0.35:
        ink = ink ** rng.uniform(0.5, 2.0)
    elif rng.random() < 0.25:
        ink += rng.uniform(0, 0.9) * (ndimage.maximum_filter(ink, 3) - ink)
    if rng.random() < 0.3:
        ink = ndimage.gaussian_filter(ink, rng.uniform(0.3, 0.9))
    if rng.random() < 0.15:
        fray = ndimage.gaussian_filter(rng.normal(size=ink.shape), 0.8)
        ink = ink * np.clip(1 + rng.uniform(0.3, 1.2) * fray, 0, 1.3)
    return ink * rng.uniform(0.65, 1.15)


def _add_background(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Add paper with its print, and the noise of a scan."""
    height, width = ink.shape
    paper = draw_paper(height, width, rng)
    x = np.maximum(ink, paper) if rng.random() < 0.5 else ink + paper * (1 - ink)
    if rng.random() < 0.4:
        x = x + rng.normal(size=x.shape) * rng.uniform(0, 0.12)
    if rng.random() < 0.3:
        floor = rng.uniform(0, 0.3)
        x = (x - floor) / (1 - floor)
    return x
