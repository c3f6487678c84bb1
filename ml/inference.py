"""The trained networks as traced functions, for serving.

A concrete function answers about ten times faster than calling the model, and threads
may share it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.artifact import (
    BrokenArtifact,
    Card,
    answers_as_golden,
    golden_answer,
    lines_artifact,
    load_artifact,
    read_cards,
)
from ml.data.line_synthesis import HEIGHT
from ml.digits import SIDE
from ml.networks.line_reader import FRAME

LARGEST_BATCH = 256  # fields in one call; more are read in turn, in the same memory
LARGEST_STRIPS = 8  # likewise of strips
COLUMNS = 64  # widths of strips are multiples of this: every new one costs a moment

Call = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Predictor:
    """The loaded networks.

    Attributes:
        card: of the classifier, with that of the line reader.
        classify: float32 (n, 28, 28, 1), n at most 256, to probabilities float32
            (n, 11).
        read: float32 (n, 32, width, 1) to probabilities float32 (n, width / 2, 11).
    """

    card: Card
    classify: Call
    read: Call

    def probabilities(self, fields: np.ndarray) -> np.ndarray:
        """Return float32 (n, 11), rows sum to 1, for float32 (n, 28, 28, 1)."""
        parts = [
            self.classify(fields[start : start + LARGEST_BATCH])
            for start in range(0, len(fields), LARGEST_BATCH)
        ]
        return np.concatenate(parts)

    def frames(self, strips: list[np.ndarray]) -> list[np.ndarray]:
        """Return what the line reader says of every second column.

        Args:
            strips: float32 (32, width) each, of any width.

        Returns:
            For each strip float32 (width / 2, 11), rows sum to 1; the eleventh is the
            blank.
        """
        said = []
        for start in range(0, len(strips), LARGEST_STRIPS):
            some = strips[start : start + LARGEST_STRIPS]
            said += list(self.read(_padded(some)))
        return [
            frames[: -(-strip.shape[1] // FRAME)]
            for frames, strip in zip(said, strips, strict=True)
        ]


def _padded(strips: list[np.ndarray]) -> np.ndarray:
    """Return strips of one width, float32 (n, 32, width, 1), paper to the right."""
    widest = max(strip.shape[1] for strip in strips)
    width = -(-widest // COLUMNS) * COLUMNS
    padded = np.zeros((len(strips), HEIGHT, width, 1), np.float32)
    for place, strip in zip(padded, strips, strict=True):
        place[:, : strip.shape[1], 0] = strip
    return padded


def load_predictor(artifact: Path) -> Predictor:
    """Load, trace, warm up and prove the classifier and the line reader beside it.

    Raises:
        BrokenArtifact: if the files are missing or altered, or answer differently from
            the day they were made.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    _keep_to_one_thread(tf)
    classify = _traced(tf, artifact, (SIDE, SIDE, 1))
    read = _traced(tf, lines_artifact(artifact), (HEIGHT, None, 1))
    for n in (1, LARGEST_BATCH):
        classify(np.zeros((n, SIDE, SIDE, 1), np.float32))
    read(np.zeros((1, HEIGHT, 2 * COLUMNS, 1), np.float32))
    return Predictor(read_cards(artifact), classify, read)


def _traced(tf, artifact: Path, shape: tuple) -> Call:
    """Return the function that gives a network's probabilities."""
    model, card = load_artifact(artifact)
    if not answers_as_golden(golden_answer(model), card):
        raise BrokenArtifact(f"{artifact.name} answers differently than it should.")

    @tf.function(input_signature=[tf.TensorSpec((None, *shape), tf.float32)])
    def calibrated(x):
        return tf.nn.softmax(model(x, training=False) / card["temperature"])

    traced = calibrated.get_concrete_function()
    return lambda x: traced(tf.constant(x)).numpy()


def _keep_to_one_thread(tf) -> None:
    """Run each call in one thread: parallel calls would only wait for more of them."""
    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError:  # the process has used TensorFlow before
        return
