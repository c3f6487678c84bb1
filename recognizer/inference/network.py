"""The interface between the stages of reading and the trained networks."""

from typing import Protocol

import numpy as np

from ml.artifact import Card


class Network(Protocol):
    """Classifies glyph images and reads line images."""

    def classify(self, glyphs: np.ndarray) -> np.ndarray:
        """Classify glyph images.

        Args:
            glyphs: float32 (n, 28, 28, 1); 0.0 is paper, 1.0 is ink.

        Returns:
            float32 (n, 11), rows sum to 1: the labels 0-9, then "not a digit".

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """

    def read_lines(self, line_images: list[np.ndarray]) -> list[np.ndarray]:
        """Read whole lines.

        Args:
            line_images: float32 (32, width) each; 0.0 is paper, 1.0 is ink.

        Returns:
            For each line image the CTC probabilities float32 (width / 2, 11), rows sum
            to 1: the labels 0-9, then the blank.

        Raises:
            ModelUnavailable: if a model file is missing or altered.
        """


class LoadedNetwork(Network, Protocol):
    """A network in memory, with its card."""

    @property
    def card(self) -> Card:
        """Return the model card of the classifier, with that of the line reader."""
