"""All networks of reading as traced functions, for serving."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.artifact import Card
from ml.detection.artifact import DETECTOR_ARTIFACT, load_detector
from ml.detection.detections import MIN_SCORE, Detections
from ml.detection.looks import LOOKS, Network, scale_picture, trace
from ml.detection.pieces import propose_in_pieces
from ml.glyph_artifact import load_glyph_network
from ml.inference import (
    MAX_BATCH,
    Call,
    LinePredictor,
    load_classifier,
    load_line_reader,
    prepare_tensorflow,
    trace_probabilities,
)
from ml.model_files import MODEL

if TYPE_CHECKING:
    import keras

# Glyphs in one call; more are read in turn, fewer are padded to the next size.
# TensorFlow prepares each new size once, which takes a moment and a megabyte. A larger
# batch takes as long a glyph: 0.3 ms, where one alone takes 1.6.
BATCH_SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
# Usual shapes of photos and drawings, which are looked at once before the first.
WARM_UP_SHAPES = ((1, 1), (4, 3), (3, 4), (3, 2), (2, 3), (16, 9), (9, 16), (1, 2))

Gradients = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class PagePredictor(LinePredictor):
    """The loaded networks.

    Attributes:
        card: of the model.
        classify_batch: float32 (n, 28, 28, 1), n at most 256, to probabilities float32
            (n, 11).
        detector: float32 (1, height, width, 1) to its two maps.
        glyph_batch: float32 (n, 40, 40, 2), n one of the sizes, to probabilities
            float32 (n, 17).
        gradient_batch: the same and labels, int32 (n,), to the gradients of the
            labels' logits by the gray values, float32 (n, 40, 40).
        batch_sizes: number of glyphs in one call, ascending.
    """

    card: Card
    classify_batch: Call
    detector: Network
    glyph_batch: Call
    gradient_batch: Gradients
    batch_sizes: Sequence[int] = BATCH_SIZES

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters, rivals included, on a page uint8 (height, width)."""
        return propose_in_pieces(self.detector, gray, MIN_SCORE)

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images.

        Args:
            glyphs: float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.

        Returns:
            float32 (n, 11), rows sum to 1: the labels 0-9, then "not a digit".
        """
        batches = [
            self.classify_batch(glyphs[start : start + MAX_BATCH])
            for start in range(0, len(glyphs), MAX_BATCH)
        ]
        return np.concatenate(batches)

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters.

        Args:
            glyphs: uint8 (n, 40, 40, 2), n at least 1, as
                `ml.inputs.gray_glyphs.crop_glyphs` makes them.

        Returns:
            float32 (n, 17), rows sum to 1.
        """
        return np.concatenate(
            [
                self.glyph_batch(self._pad(batch).astype(np.float32))[: len(batch)]
                for batch in self._split(glyphs)
            ]
        )

    def find_gradients(self, glyphs: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Return how the gray values of glyphs change the logits of labels.

        Args:
            glyphs: uint8 (n, 40, 40, 2), n at least 1, as above.
            labels: int (n,), one class for each.

        Returns:
            float32 (n, 40, 40), logits for one gray level.
        """
        batches = zip(self._split(glyphs), self._split(labels), strict=True)
        return np.concatenate(
            [
                self.gradient_batch(
                    self._pad(batch).astype(np.float32),
                    self._pad(chosen).astype(np.int32),
                )[: len(batch)]
                for batch, chosen in batches
            ]
        )

    def _split(self, rows: np.ndarray) -> list[np.ndarray]:
        size = self.batch_sizes[-1]
        return [rows[start : start + size] for start in range(0, len(rows), size)]

    def _pad(self, rows: np.ndarray) -> np.ndarray:
        """Return rows with zeros below, as many as the next size of a batch."""
        size = next(size for size in self.batch_sizes if size >= len(rows))
        return np.pad(rows, [(0, size - len(rows)), *[(0, 0)] * (rows.ndim - 1)])


def load_page_predictor(artifact: Path = DETECTOR_ARTIFACT) -> PagePredictor:
    """Load, trace, warm up and check the detector and the networks beside it.

    Raises:
        BrokenArtifact: if a file is missing or altered, or if a network does not give
            the golden answer of its card.
    """
    prepare_tensorflow()
    files = MODEL.beside(artifact)
    detector = trace(load_detector(artifact)[0])
    network, card = load_glyph_network(files.others["glyph_network"])
    shape = network.input_shape[1:]
    predictor = PagePredictor(
        load_line_reader(files.others["line_reader"]),
        files.read_card(),
        load_classifier(files.others["classifier"]),
        detector,
        trace_probabilities(network, card["temperature"], shape),
        _trace_gradients(network, shape),
    )
    _warm_up(predictor, shape)
    return predictor


def _warm_up(predictor: PagePredictor, shape: tuple[int, ...]) -> None:
    for height, width in WARM_UP_SHAPES:
        page = np.full((60 * height, 60 * width), 255, np.uint8)
        for side in (LOOKS.first_side_px, LOOKS.second_side_px):
            predictor.detector(scale_picture(page, side)[0])
    for size in BATCH_SIZES:
        predictor.glyph_batch(np.zeros((size, *shape), np.float32))
    predictor.gradient_batch(np.zeros((1, *shape), np.float32), np.zeros(1, np.int32))


def _trace_gradients(network: "keras.Model", shape: tuple[int, ...]) -> Gradients:
    import tensorflow as tf

    def find(glyphs: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(glyphs)
            logits = tf.gather(network(glyphs, training=False), labels, batch_dims=1)
        return tape.gradient(logits, glyphs)[..., 0]

    signature = [
        tf.TensorSpec((None, *shape), tf.float32),
        tf.TensorSpec((None,), tf.int32),
    ]
    traced = tf.function(find, input_signature=signature).get_concrete_function()
    return lambda x, labels: traced(tf.constant(x), tf.constant(labels)).numpy()
