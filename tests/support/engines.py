"""Networks that tests pass in; other processes load them by DIGIT_ENGINE."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import ndimage

from ml.artifact import BrokenArtifact
from ml.ctc import BLANK
from ml.data.drawings.strokes import crop_to_ink
from ml.digits import CLASSES, LABELS
from ml.inputs.glyph_images import to_glyph_image
from ml.networks.line_reader import TIMESTEP_PX
from recognizer.reading.reader import read_gray

CARD = {
    "name": "digits",
    "version": "test",
    "sha256": "0" * 64,
    "trained_on": {"mnist": 60_000},
    "accuracy": [{"set": "mnist", "n": 10_000, "right": 9960}],
    "thresholds": {"digit": 0.5, "read": 0.8},
    "temperature": 1.0,
    "line_reader": {"version": "test", "sha256": "0" * 64, "parameters": 1},
}
BLANK_PROB = 0.99
MIN_INK = 0.5
MAX_ROW_INK = 0.75  # of a row's pixels; more is a rule

# Where a digit is, as a share of the line's length, and probabilities of its labels.
LineDigit = tuple[float, dict[int, float]]


class FakeNetwork:
    """Classifies with a function, and reads a line as its runs of inked columns."""

    card = CARD
    blank_prob = BLANK_PROB
    _line: Sequence[LineDigit] = ()

    def __init__(self, answer: Callable[[np.ndarray], np.ndarray], *line: LineDigit):
        """Take the answers of both networks.

        Args:
            answer: returns probabilities (11,) of a glyph image (28, 28, 1).
            line: is read in every line image; unless given, the inked columns are.
        """
        self._answer = answer
        self._line = line

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Return float32 (n, 11), rows sum to 1, for float32 (n, 28, 28, 1)."""
        return np.stack([self._answer(glyph) for glyph in glyphs])

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Return float32 (width / 2, 11) for each line image, float32 (32, width)."""
        return [self._read_line(image) for image in line_images]

    def _read_line(self, image: np.ndarray) -> np.ndarray:
        if self._line:
            return to_line_scores(image.shape[1], *self._line)
        timesteps = -(-image.shape[1] // TIMESTEP_PX)
        scores = np.full((timesteps, CLASSES), (1 - self.blank_prob) / LABELS)
        scores[:, BLANK] = self.blank_prob
        image = self._without_rules(image)
        runs, _ = ndimage.label(image.max(0) > MIN_INK)
        for [columns] in ndimage.find_objects(runs):
            ink = crop_to_ink((image[:, columns] * 255).astype(np.uint8))
            middle = (columns.start + columns.stop) // 2
            glyphs = to_glyph_image(ink)[None]
            scores[middle // TIMESTEP_PX] = self.classify(glyphs)[0]
        return scores.astype(np.float32)

    def _without_rules(self, image: np.ndarray) -> np.ndarray:
        return without_rules(without_rules(image).T).T


class LooksOnly:
    """The part of a page network that has no opinion of its own."""

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Take every class for as likely as the others."""
        return np.full((len(glyphs), CLASSES), 1 / CLASSES, np.float32)

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Take every text of a line for as likely as the others."""
        return [
            np.full((image.shape[1] // TIMESTEP_PX, CLASSES), 1 / CLASSES, np.float32)
            for image in line_images
        ]


def write_scores(text: tuple[int, ...], prob: float = 0.99) -> np.ndarray:
    """Return the CTC scores of a line reader that sees a text, float32 (t, 11)."""
    scores = np.full((4 * len(text) + 4, CLASSES), (1 - prob) / 10, np.float32)
    scores[:, BLANK] = prob
    for i, label in enumerate(text):
        scores[4 * i + 4] = (1 - prob) / 10
        scores[4 * i + 4, label] = prob
    return scores


class SevenNetwork(FakeNetwork):
    """Sees sevens, and is certain of them; an upright stroke is one, and no rule."""

    blank_prob = 0.9999

    def __init__(self):
        """Classify every glyph as a seven."""
        super().__init__(all_sevens)

    def _without_rules(self, image: np.ndarray) -> np.ndarray:
        return without_rules(image)


class WatchedNetwork(FakeNetwork):
    """Keeps the line images that it reads."""

    line_images: Sequence[np.ndarray] = ()

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Read line images, and keep those of the last call."""
        self.line_images = line_images
        return super().read_lines(line_images)


class FailingNetwork(FakeNetwork):
    """Raises an error whenever it is called."""

    def __init__(self, error: Exception):
        """Take the error to raise."""
        self._error = error

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Fail to classify."""
        raise self._error


def to_line_scores(width: int, *line: LineDigit) -> np.ndarray:
    """Return CTC scores, float32 (width / 2, 11), of a line of so many columns."""
    scores = np.full((-(-width // TIMESTEP_PX), CLASSES), 1e-4)
    scores[:, BLANK] = 1
    for place, probs in line:
        timestep = scores[round(place * len(scores))]
        timestep[BLANK] = max(1 - sum(probs.values()), 1e-4)
        for label, prob in probs.items():
            timestep[label] = prob
    return (scores / scores.sum(1, keepdims=True)).astype(np.float32)


def without_rules(image: np.ndarray) -> np.ndarray:
    """Return a line image without rows that are mostly ink."""
    is_rule = (image > MIN_INK).mean(1, keepdims=True) > MAX_ROW_INK
    return np.where(is_rule, 0, image)


def read_with(answer, gray: np.ndarray, line: Sequence[LineDigit] = (), **options):
    """Return the reading of uint8 (H, W) by a network that classifies with a function.

    Args:
        answer: as `FakeNetwork` takes it.
        gray: 255 is white.
        line: is read in every line image; unless given, the inked columns are.
        options: of `read_gray`.
    """
    return read_gray(gray, FakeNetwork(answer, *line), CARD["thresholds"], **options)


def classed(label: int, confidence: float) -> np.ndarray:
    """Return probabilities, float32 (11,), with so much confidence in one label."""
    row = np.full(11, (1 - confidence) / 10, np.float32)
    row[label] = confidence
    return row


def all_sevens(glyph: np.ndarray) -> np.ndarray:
    """Classify every glyph as a seven."""
    return classed(7, 0.99)


def narrow_is_one(glyph: np.ndarray) -> np.ndarray:
    """Classify narrow ink as 1, a ring as 0, wide or filled ink as no digit."""
    rows, columns = np.nonzero(glyph[..., 0] > 0.3)
    if glyph[12:16, 12:16].min() > 0.3 and np.ptp(columns) > 8:
        return classed(10, 0.97)
    shape = (np.ptp(columns) + 1) / (np.ptp(rows) + 1)
    return classed(1 if shape < 0.4 else 0 if shape < 0.9 else 10, 0.97)


def load_seven(artifact):
    """Return a network that sees sevens."""
    return SevenNetwork()


def load_nothing(artifact):
    """Fail as the loader does where the model is damaged."""
    raise BrokenArtifact("There is no network.")
