"""Networks that tests pass in; other processes load them by DIGIT_ENGINE."""

import os
import time
from collections.abc import Callable

import numpy as np
from scipy import ndimage

from ml.artifact import BrokenArtifact
from ml.ctc import BLANK
from ml.data.drawings.strokes import crop_to_ink
from ml.data.number_texts import OTHER
from ml.detection.detections import Detections
from ml.digits import CLASSES, LABELS, NOT_A_DIGIT
from ml.inputs.glyph_images import to_glyph_image
from ml.inputs.ink_glyphs import cut_glyph_images
from ml.networks.detector import OUTPUTS, STRIDES
from ml.networks.line_reader import TIMESTEP_PX

CARD = {
    "name": "digits",
    "version": "test",
    "sha256": "0" * 64,
    "trained_on": {"mnist": 60_000},
    "accuracy": [{"set": "mnist", "n": 10_000, "right": 9960}],
    # A digit is trusted as far as its label is likely.
    "thresholds": {"digit_bias": 0.0, "label_weight": 1.0, "score_weight": 0.0},
    "temperature": 1.0,
    "line_reader": {"version": "test", "sha256": "0" * 64, "parameters": 1},
    "glyph_network": {"version": "test", "sha256": "0" * 64, "parameters": 1},
}
BLANK_PROB = 0.99
MIN_INK = 0.5
MAX_ROW_INK = 0.75  # of a row's pixels; more is a rule
MIN_CONTRAST = 60  # gray levels between paper and ink of a page
MIN_SHAPE_SHARE = 0.25  # of the longest shape of the page; what is smaller is no digit


class FakeNetwork:
    """Classifies with a function, and reads a line as its runs of inked columns.

    Every shape of a page that stands apart is a character.
    """

    card = CARD
    blank_prob = BLANK_PROB

    def __init__(self, answer: Callable[[np.ndarray], np.ndarray]):
        """Take what returns probabilities (11,) of a glyph image (28, 28, 1)."""
        self._answer = answer

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Return float32 (n, 11), rows sum to 1, for float32 (n, 28, 28, 1)."""
        return self._classify(glyphs)

    def _classify(self, glyphs: np.ndarray) -> np.ndarray:
        return np.stack([self._answer(glyph) for glyph in glyphs])

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Return float32 (width / 2, 11) for each line image, float32 (32, width)."""
        return [self._read_line(image) for image in line_images]

    def detector(self, pages: np.ndarray) -> list[np.ndarray]:
        """Return both maps of float32 (1, height, width, 1), on which nothing is."""
        height, width = pages.shape[1:3]
        sizes = [(height // stride, width // stride) for stride in STRIDES]
        return [np.full((*size, OUTPUTS), -9.0) for size in sizes]

    def detect(self, gray: np.ndarray) -> Detections:
        """Find the shapes of a page, uint8 (height, width), and classify each."""
        boxes = find_shapes(gray)
        return Detections(boxes, self._read_characters(cut_glyph_images(gray, boxes)))

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Return float32 (n, 17), rows sum to 1, for uint8 (n, 40, 40, 2)."""
        cut = [
            cut_glyph_images(glyph, to_box(mask > 0)[None])[0]
            for glyph, mask in np.moveaxis(glyphs, -1, 1)
        ]
        return self._read_characters(np.array(cut))

    def find_gradients(self, glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return that every dark pixel counts alike, float32 (n, 40, 40)."""
        return np.full(glyphs.shape[:3], -0.01, np.float32)

    def _read_characters(self, glyphs: np.ndarray) -> np.ndarray:
        scores = np.zeros((len(glyphs), OTHER + 1), np.float32)
        if len(glyphs):
            classes = self._classify(glyphs)
            scores[:, :LABELS] = classes[:, :LABELS]
            scores[:, OTHER] = classes[:, NOT_A_DIGIT]
        return scores

    def _read_line(self, image: np.ndarray) -> np.ndarray:
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


class HangingNetwork(SevenNetwork):
    """Does not answer while the file exists that HANG_FILE names."""

    def detect(self, gray: np.ndarray) -> Detections:
        """Find the shapes of a page, once the file is gone."""
        while os.path.exists(os.environ["HANG_FILE"]):
            time.sleep(0.05)
        return super().detect(gray)


class FailingNetwork(FakeNetwork):
    """Raises an error whenever it is called."""

    def __init__(self, error: Exception):
        """Take the error to raise."""
        self._error = error

    def _classify(self, glyphs: np.ndarray) -> np.ndarray:
        raise self._error


def without_rules(image: np.ndarray) -> np.ndarray:
    """Return a line image without rows that are mostly ink."""
    is_rule = (image > MIN_INK).mean(1, keepdims=True) > MAX_ROW_INK
    return np.where(is_rule, 0, image)


def find_shapes(gray: np.ndarray) -> np.ndarray:
    """Return boxes, float32 (n, 4), of what is darker or lighter than the paper.

    What reaches from edge to edge of the page is a rule or what the page lies on.
    """
    contrast = np.abs(gray.astype(int) - int(np.median(gray)))
    shapes, n = ndimage.label(contrast > MIN_CONTRAST, np.ones((3, 3)))
    areas = ndimage.find_objects(shapes)
    boxes = np.array(
        [(x.start, y.start, x.stop, y.stop) for y, x in areas], np.float32
    ).reshape(n, 4)
    sizes = boxes[:, 2:] - boxes[:, :2]
    longer = sizes.max(1, initial=0)
    is_shape = (sizes < gray.shape[::-1]).all(1)
    longest = longer[is_shape].max(initial=0)
    return boxes[is_shape & (longer >= MIN_SHAPE_SHARE * longest)]


def to_box(mask: np.ndarray) -> np.ndarray:
    """Return the box of what is True, float32 (4,)."""
    rows, columns = np.nonzero(mask)
    corners = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    return np.array(corners, np.float32)


def classed(label: int, confidence: float) -> np.ndarray:
    """Return probabilities, float32 (11,), with so much confidence in one label."""
    row = np.full(11, (1 - confidence) / 10, np.float32)
    row[label] = confidence
    return row


def all_sevens(glyph: np.ndarray) -> np.ndarray:
    """Classify every glyph as a seven."""
    return classed(7, 0.99)


def load_seven(artifact):
    """Return a network that sees sevens."""
    return SevenNetwork()


def load_hanging(artifact):
    """Return a network that hangs while a file exists."""
    return HangingNetwork()


def load_nothing(artifact):
    """Fail as the loader does where the model is damaged."""
    raise BrokenArtifact("There is no network.")
