"""The trained networks as traced functions, for serving.

A concrete function answers about ten times faster than calling the model, and threads
may share it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.artifact import (
    BrokenArtifact,
    Card,
    answers_as_golden,
    golden_answer,
    load_artifact,
)
from ml.digits import SIDE
from ml.inputs.line_images import LINE_HEIGHT_PX
from ml.networks.line_reader import TIMESTEP_PX

if TYPE_CHECKING:
    import keras

MAX_BATCH = 256  # glyph images in one call of the classifier
MAX_LINE_BATCH = 8  # line images in one call
# Widths of padded line images are multiples of this: TensorFlow prepares each new
# width once, which takes a moment.
WIDTH_STEP_PX = 64

Call = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class LinePredictor:
    """The loaded line reader.

    Attributes:
        read_batch: float32 (n, 32, width, 1) to probabilities float32
            (n, width / 2, 11).
    """

    read_batch: Call

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Read whole lines.

        Args:
            line_images: float32 (32, width) each, of any width; 0.0 is paper, 1.0 is
                ink.

        Returns:
            For each line image the CTC probabilities float32 (width / 2, 11), rows sum
            to 1: the labels 0-9, then the blank.
        """
        scores: list[np.ndarray] = []
        for start in range(0, len(line_images), MAX_LINE_BATCH):
            batch = line_images[start : start + MAX_LINE_BATCH]
            scores += list(self.read_batch(_pad_to_one_width(batch)))
        return [
            padded[: -(-image.shape[1] // TIMESTEP_PX)]
            for padded, image in zip(scores, line_images, strict=True)
        ]


def _pad_to_one_width(line_images: list[np.ndarray]) -> np.ndarray:
    """Return float32 (n, 32, width, 1): line images with paper to their right."""
    widest = max(image.shape[1] for image in line_images)
    width = -(-widest // WIDTH_STEP_PX) * WIDTH_STEP_PX
    padded = np.zeros((len(line_images), LINE_HEIGHT_PX, width, 1), np.float32)
    for target, image in zip(padded, line_images, strict=True):
        target[:, : image.shape[1], 0] = image
    return padded


def load_classifier(artifact: Path) -> Call:
    """Load, trace, warm up and check the classifier.

    Raises:
        BrokenArtifact: if the file is missing or altered, or if the network does not
            give the golden answer of its card.
    """
    classify_batch = _load_traced(artifact, (SIDE, SIDE, 1))
    for n in (1, MAX_BATCH):
        classify_batch(np.zeros((n, SIDE, SIDE, 1), np.float32))
    return classify_batch


def load_line_reader(artifact: Path) -> Call:
    """Load, trace, warm up and check the line reader.

    Raises:
        BrokenArtifact: as `load_classifier` does.
    """
    read_batch = _load_traced(artifact, (LINE_HEIGHT_PX, None, 1))
    read_batch(np.zeros((1, LINE_HEIGHT_PX, 2 * WIDTH_STEP_PX, 1), np.float32))
    return read_batch


def _load_traced(artifact: Path, shape: tuple[int | None, ...]) -> Call:
    """Return the function that gives a network's calibrated probabilities."""
    network, card = load_network(artifact)
    return trace_probabilities(network, card["temperature"], shape)


def load_network(artifact: Path) -> tuple["keras.Model", Card]:
    """Return a classifier or line reader and its card.

    Raises:
        BrokenArtifact: as `load_classifier` does.
    """
    network, card = load_artifact(artifact)
    if not answers_as_golden(golden_answer(network), card):
        raise BrokenArtifact(f"{artifact.name} answers differently than it should.")
    return network, card


def trace_probabilities(
    network: "keras.Model", temperature: float, shape: tuple[int | None, ...]
) -> Call:
    """Return a network as a traced function that gives calibrated probabilities.

    Args:
        network: gives logits.
        temperature: by which they are divided.
        shape: of one input; None where it may vary.
    """
    import tensorflow as tf

    signature = [tf.TensorSpec((None, *shape), tf.float32)]
    traced = tf.function(
        lambda x: tf.nn.softmax(network(x, training=False) / temperature),
        input_signature=signature,
    ).get_concrete_function()
    return lambda x: traced(tf.constant(x)).numpy()


def prepare_tensorflow() -> None:
    """Run each call in one thread: calls run in parallel, more would only compete."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError:  # the process has used TensorFlow before
        return
