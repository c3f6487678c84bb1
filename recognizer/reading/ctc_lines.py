"""What the line reader says of one line, seen at two scales."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ml import ctc
from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from ml.line_images import LINE_MARGIN_PX, to_line_image
from ml.networks.line_reader import TIMESTEP_PX
from recognizer.inference.network import Network
from recognizer.reading.candidates import Candidate
from recognizer.reading.text_lines import Place
from recognizer.readings import Box

ROOMS = (0.0, 0.15)  # of the line's height: what each view adds around it
ALTERNATIVES = 4  # texts of a view that are weighed
LEAST = -12.0  # logarithm of a text's probability by one view, which rules nothing out
AROUND = 2  # frames on each side that speak of the same digit


@dataclass(frozen=True)
class View:
    """One look of the line reader.

    Attributes:
        frames: float32 (t, 11), what it says along the line.
        left: column of the page where the frames begin.
        step: columns of the page from frame to frame.
    """

    frames: np.ndarray
    left: float
    step: float

    def columns(self, labels: ctc.Labels) -> np.ndarray:
        """Return where each digit of a text stands on the page, in pixels."""
        return self.left + (ctc.align(self.frames, labels) + 0.5) * self.step

    def near(self, column: float) -> np.ndarray:
        """Return the probabilities, float (11,), of the digit at a column."""
        place = round((column - self.left) / self.step - 0.5)
        place = min(max(place, 0), len(self.frames) - 1)
        near = self.frames[max(place - AROUND, 0) : place + AROUND + 1]
        said = np.empty(CLASSES)
        said[:LABELS] = near[:, :LABELS].max(0)
        said[NOT_A_DIGIT] = near[:, ctc.BLANK].min()
        return said / said.sum()


@dataclass(frozen=True)
class Views:
    """All looks at one line; the first is the closest."""

    views: list[View]

    @cached_property
    def texts(self) -> list[tuple[ctc.Labels, float]]:
        """Return the likeliest texts and their probabilities, best first."""
        found = {
            labels: None
            for view in self.views
            for labels, _ in ctc.decode_beam(view.frames, ALTERNATIVES)
        }
        said = [(labels, float(np.exp(self.likelihood(labels)))) for labels in found]
        return sorted(said, key=lambda pair: -pair[1])[:ALTERNATIVES]

    def likelihood(self, labels: ctc.Labels) -> float:
        """Return the logarithm of the probability of a text, as the views agree."""
        said = [ctc.log_likelihood(view.frames, labels) for view in self.views]
        return float(np.mean(np.maximum(said, LEAST)))

    def columns(self, labels: ctc.Labels) -> np.ndarray:
        """Return where each digit of a text stands on the page, in pixels."""
        return self.views[0].columns(labels)

    def near(self, column: float) -> np.ndarray:
        """Return the probabilities, float (11,), of the digit at a column."""
        return np.mean([view.near(column) for view in self.views], axis=0)


def look(places: list[Place], page: Candidate, network: Network) -> list[Views]:
    """Ask the line reader for all lines of a page, in one call.

    Args:
        places: where each line is, in pixels of the page.
        page: that they are of.
        network: reads them.
    """
    around = [_grown(place, room) for place in places for room in ROOMS]
    strips = [
        to_line_image(_crop(page.contrast, p), _crop(page.ink, p)) for p in around
    ]
    said = network.read_lines(strips)
    views = [_view(*seen) for seen in zip(said, strips, around, strict=True)]
    each = len(ROOMS)
    return [Views(views[i * each : (i + 1) * each]) for i in range(len(places))]


def _view(frames: np.ndarray, strip: np.ndarray, place: Place) -> View:
    scale = (place.box.right - place.box.left) / (strip.shape[1] - 2 * LINE_MARGIN_PX)
    return View(frames, place.box.left - LINE_MARGIN_PX * scale, TIMESTEP_PX * scale)


def _grown(place: Place, room: float) -> Place:
    """Return a place with room on all sides, past the page's borders too."""
    left, top, right, bottom = place.box
    more = round(room * (bottom - top))
    box = Box(left - more, top - more, right + more, bottom + more)
    return place._replace(box=box)


def _crop(page: np.ndarray, place: Place) -> np.ndarray:
    """Return a part of a page, level; paper where it reaches past the borders."""
    left, top, right, bottom = place.box
    x = np.arange(left, right)
    y = np.arange(top, bottom)[:, None] + np.rint(place.slope * x).astype(int)
    height, width = page.shape
    is_inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    return np.where(is_inside, page[y.clip(0, height - 1), x.clip(0, width - 1)], 0)
