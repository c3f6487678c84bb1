"""What the line reader says of one line, seen at two scales."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ml import ctc
from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from ml.inputs.line_images import LINE_MARGIN_PX, to_line_image
from ml.networks.line_reader import TIMESTEP_PX
from recognizer.inference.network import Network
from recognizer.reading.candidates import Candidate
from recognizer.reading.text_lines import LineBox
from recognizer.readings import Box

PADDINGS = (0.0, 0.15)  # of the line's height: what each scale adds around it
ALTERNATIVES = 4  # texts of a scale that are weighed
MIN_LOG_PROB = (
    -12.0
)  # logarithm of a text's probability by one scale, which rules nothing out
AROUND = 2  # scores on each side that speak of the same digit


@dataclass(frozen=True)
class LineScores:
    """One read_lines of the line reader.

    Attributes:
        scores: float32 (t, 11), what it says along the line.
        left: column of the page where the scores begin.
        step: columns of the page from frame to frame.
    """

    scores: np.ndarray
    left: float
    step: float

    def columns(self, labels: ctc.Labels) -> np.ndarray:
        """Return where each digit of a text stands on the page, in pixels."""
        return self.left + (ctc.align(self.scores, labels) + 0.5) * self.step

    def probs_at(self, column: float) -> np.ndarray:
        """Return the probabilities, float (11,), of the digit at a column."""
        line_box = round((column - self.left) / self.step - 0.5)
        line_box = min(max(line_box, 0), len(self.scores) - 1)
        probs_at = self.scores[max(line_box - AROUND, 0) : line_box + AROUND + 1]
        probs = np.empty(CLASSES)
        probs[:LABELS] = probs_at[:, :LABELS].max(0)
        probs[NOT_A_DIGIT] = probs_at[:, ctc.BLANK].min()
        return probs / probs.sum()


@dataclass(frozen=True)
class MultiscaleScores:
    """All looks at one line; the first is the closest."""

    scales: list[LineScores]

    @cached_property
    def texts(self) -> list[tuple[ctc.Labels, float]]:
        """Return the likeliest texts and their probabilities, best first."""
        found = {
            labels: None
            for scale in self.scales
            for labels, _ in ctc.decode_beam(scale.scores, ALTERNATIVES)
        }
        texts = [(labels, float(np.exp(self.likelihood(labels)))) for labels in found]
        return sorted(texts, key=lambda pair: -pair[1])[:ALTERNATIVES]

    def likelihood(self, labels: ctc.Labels) -> float:
        """Return the logarithm of the probability of a text, as the scales agree."""
        log_probs = [ctc.log_likelihood(scale.scores, labels) for scale in self.scales]
        return float(np.mean(np.maximum(log_probs, MIN_LOG_PROB)))

    def columns(self, labels: ctc.Labels) -> np.ndarray:
        """Return where each digit of a text stands on the page, in pixels."""
        return self.scales[0].columns(labels)

    def probs_at(self, column: float) -> np.ndarray:
        """Return the probabilities, float (11,), of the digit at a column."""
        return np.mean([scale.probs_at(column) for scale in self.scales], axis=0)


def read_lines(
    line_boxes: list[LineBox], page: Candidate, network: Network
) -> list[MultiscaleScores]:
    """Read all lines of a page, in one call.

    Args:
        line_boxes: where each line is, in pixels of the page.
        page: that they are of.
        network: reads them.
    """
    around = [_grown(line_box, room) for line_box in line_boxes for room in PADDINGS]
    strips = [
        to_line_image(_crop(page.contrast, p), _crop(page.ink, p)) for p in around
    ]
    scores = network.read_lines(strips)
    scales = [
        _to_line_scores(*each) for each in zip(scores, strips, around, strict=True)
    ]
    n = len(PADDINGS)
    return [
        MultiscaleScores(scales[i * n : (i + 1) * n]) for i in range(len(line_boxes))
    ]


def _to_line_scores(
    scores: np.ndarray, strip: np.ndarray, line_box: LineBox
) -> LineScores:
    scale = (line_box.box.right - line_box.box.left) / (
        strip.shape[1] - 2 * LINE_MARGIN_PX
    )
    return LineScores(
        scores, line_box.box.left - LINE_MARGIN_PX * scale, TIMESTEP_PX * scale
    )


def _grown(line_box: LineBox, room: float) -> LineBox:
    """Return a line_box with room on all sides, past the page's borders too."""
    left, top, right, bottom = line_box.box
    more = round(room * (bottom - top))
    box = Box(left - more, top - more, right + more, bottom + more)
    return line_box._replace(box=box)


def _crop(page: np.ndarray, line_box: LineBox) -> np.ndarray:
    """Return a part of a page, level; paper where it reaches past the borders."""
    left, top, right, bottom = line_box.box
    x = np.arange(left, right)
    y = np.arange(top, bottom)[:, None] + np.rint(line_box.slope * x).astype(int)
    height, width = page.shape
    is_inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    return np.where(is_inside, page[y.clip(0, height - 1), x.clip(0, width - 1)], 0)
