"""The detector and the glyph network as traced functions."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.detection.artifact import DETECTOR_ARTIFACT, load_detector
from ml.detection.detections import MIN_SCORE, Detections
from ml.detection.looks import LOOKS, LookParams, Network, propose, trace
from ml.glyph_artifact import GLYPHS_ARTIFACT, load_glyph_network
from ml.inference import Call

if TYPE_CHECKING:
    import keras

MAX_BATCH = 128  # glyphs in one call; more are read in turn


@dataclass(frozen=True)
class PagePredictor:
    """The loaded networks.

    Attributes:
        detector: float32 (1, height, width, 1) to its two maps.
        read_batch: float32 (n, 40, 40, 2), n at most 128, to probabilities float32
            (n, 17).
        looks: at which scales a page is seen.
    """

    detector: Network
    read_batch: Call
    looks: LookParams = LOOKS

    def detect(self, gray: np.ndarray) -> Detections:
        """Find characters, rivals included, on a page uint8 (height, width)."""
        return propose(self.detector, gray, MIN_SCORE, self.looks)

    def read_glyphs(self, glyphs: np.ndarray) -> np.ndarray:
        """Read single characters.

        Args:
            glyphs: uint8 (n, 40, 40, 2), n at least 1, as
                `ml.inputs.gray_glyphs.crop_glyphs` makes them.

        Returns:
            float32 (n, 17), rows sum to 1.
        """
        batches = [
            self.read_batch(glyphs[start : start + MAX_BATCH].astype(np.float32))
            for start in range(0, len(glyphs), MAX_BATCH)
        ]
        return np.concatenate(batches)


def load_page_predictor(
    detector: Path = DETECTOR_ARTIFACT, glyphs: Path = GLYPHS_ARTIFACT
) -> PagePredictor:
    """Load, check and trace both networks.

    Raises:
        BrokenArtifact: if a file is missing or altered, or if a network does not give
            the golden answer of its card.
    """
    network, card = load_glyph_network(glyphs)
    traced = trace_glyph_network(network, card["temperature"])
    return PagePredictor(trace(load_detector(detector)[0]), traced)


def trace_glyph_network(network: "keras.Model", temperature: float) -> Call:
    """Return the function that gives calibrated probabilities."""
    import tensorflow as tf

    signature = [tf.TensorSpec((None, *network.input_shape[1:]), tf.float32)]
    traced = tf.function(
        lambda x: tf.nn.softmax(network(x, training=False) / temperature),
        input_signature=signature,
    ).get_concrete_function()
    return lambda x: traced(tf.constant(x)).numpy()
