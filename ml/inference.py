"""The trained network as one traced function, for serving.

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
    golden_field,
    load_artifact,
)
from ml.digits import SIDE

LARGEST_BATCH = 256  # fields in one call; more are read in turn, in the same memory


@dataclass(frozen=True)
class Predictor:
    """A loaded network.

    Attributes:
        card: of the artifact.
        call: float32 (n, 28, 28, 1), n at most 256, to probabilities float32 (n, 11).
    """

    card: Card
    call: Callable[[np.ndarray], np.ndarray]

    def probabilities(self, fields: np.ndarray) -> np.ndarray:
        """Return float32 (n, 11), rows sum to 1, for float32 (n, 28, 28, 1)."""
        parts = [
            self.call(fields[start : start + LARGEST_BATCH])
            for start in range(0, len(fields), LARGEST_BATCH)
        ]
        return np.concatenate(parts)


def load_predictor(artifact: Path) -> Predictor:
    """Load, trace, warm up and prove one network.

    Raises:
        BrokenArtifact: if the files are missing or altered, or answer differently from
            the day they were made.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import tensorflow as tf

    _keep_to_one_thread(tf)
    model, card = load_artifact(artifact)
    field = tf.TensorSpec((None, SIDE, SIDE, 1), tf.float32)

    @tf.function(input_signature=[field])
    def calibrated(fields):
        return tf.nn.softmax(model(fields, training=False) / card["temperature"])

    traced = calibrated.get_concrete_function()
    golden = model(golden_field(), training=False).numpy()[0]
    if not answers_as_golden(golden, card):
        raise BrokenArtifact(f"{artifact.name} answers differently than it should.")
    for n in (1, LARGEST_BATCH):
        traced(tf.zeros((n, SIDE, SIDE, 1)))
    return Predictor(card, lambda fields: traced(tf.constant(fields)).numpy())


def _keep_to_one_thread(tf) -> None:
    """Requests run side by side; threads inside one would only wait for each other."""
    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError:  # the process has used TensorFlow before
        return
